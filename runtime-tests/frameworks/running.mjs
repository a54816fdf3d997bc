// Processes that go on running: what they print can be waited for, and they are ended with all that they started.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** Milliseconds that are waited for something that a process shall do. */
const DEADLINE = 60_000
/** Milliseconds that a process has to end by itself. */
const GRACE = 5_000

/**
 * @typedef {object} Running
 * @property {() => string} output all that it printed: first its standard output, then its errors
 * @property {() => boolean} hasEnded
 * @property {(isSo: () => boolean | Promise<boolean>) => Promise<void>} waitFor waits for something; rejects when the process ends before, or nothing comes
 * @property {() => Promise<void>} stop
 */

/** Starts a process with the variables that are given, and none of the user's settings. @param {string} command @param {readonly string[]} args @param {string} cwd @param {Record<string, string>} env @returns {Running} */
export function startProcess(command, args, cwd, env) {
  const { PATH, HOME } = process.env
  // A group of its own: npm starts a shell, which starts the program.
  const child = spawn(command, args, {
    cwd,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { stdout: '', stderr: '' }
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    child[name].setEncoding('utf8').on('data', (text) => (printed[name] += text))
  }
  const closed = once(child, 'close')
  let isClosed = false
  child.once('close', () => (isClosed = true))
  child.once('error', (error) => (printed.stderr += error))
  const output = () => printed.stdout + printed.stderr
  const end = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      process.kill(-Number(child.pid), signal)
    } catch {
      // All of the group are gone.
    }
  }
  return {
    output,
    hasEnded: () => isClosed,
    async waitFor(isSo) {
      const latest = Date.now() + DEADLINE
      while (!(await isSo())) {
        if (isClosed) throw new Error(`${command} ${args.join(' ')} ended:\n${output()}`)
        if (Date.now() > latest) throw new Error(`${command} ${args.join(' ')} did nothing for too long:\n${output()}`)
        await setTimeout(50)
      }
    },
    async stop() {
      end('SIGTERM')
      await Promise.race([closed, setTimeout(GRACE, undefined, { ref: false })])
      end('SIGKILL')
      await closed
    },
  }
}
