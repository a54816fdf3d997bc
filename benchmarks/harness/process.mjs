import { fork } from 'node:child_process'

/** Milliseconds for the response to one question. */
const DEADLINE = 30_000

/**
 * A process of our own that responds to questions one at a time, and does not outlive a deadline or this process.
 *
 * @typedef {object} Process
 * @property {(verb: string, argument?: unknown, deadline?: number) => Promise<any>} ask rejects if the process fails, ends
 * or is late
 * @property {() => void} stop
 */

/** @param {string} name for errors @param {URL} module @param {AbortSignal} [signal] kills it @returns {Process} */
export function startProcess(name, module, signal) {
  const child = fork(module)
  const stop = () => void child.kill('SIGKILL')
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop)
  /** @type {string | undefined} */
  let ended
  child.once('exit', (code, killed) => {
    signal?.removeEventListener('abort', stop)
    ended = signal?.aborted ? 'was stopped: the run takes too long' : `ended with ${code ?? killed}`
  })
  return {
    stop,
    ask: (verb, argument, deadline = DEADLINE) =>
      new Promise((resolve, reject) => {
        const finish = (/** @type {{ value?: unknown, error?: string }} */ { value, error }) => {
          clearTimeout(timer)
          child.off('message', finish).off('exit', onExit)
          if (error === undefined) return resolve(value)
          reject(new Error(`${name} ${error}`))
        }
        const onExit = () => finish({ error: ended ?? 'ended' })
        const timer = setTimeout(() => {
          stop()
          finish({ error: `did not respond to “${verb}” within ${deadline} ms` })
        }, deadline)
        if (ended) return finish({ error: ended })
        child.on('message', finish).on('exit', onExit)
        child.send({ verb, argument })
      }),
  }
}

/** The other side: responds to questions until it is stopped. @param {Record<string, (argument: any) => unknown>} verbs */
export function respondToQuestions(verbs) {
  process.on('message', async (/** @type {{ verb: string, argument: unknown }} */ { verb, argument }) => {
    try {
      process.send?.({ value: await verbs[verb]?.(argument) })
    } catch (error) {
      process.send?.({ error: `failed: ${error instanceof Error ? error.stack : error}` })
    }
  })
  process.on('disconnect', () => process.exit())
}
