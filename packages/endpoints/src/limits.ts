import { FetchError } from '@wechatpay-kit/transport-fetch'

/** Deadline and abort signal of a whole call. */
export interface Limits {
  /** Milliseconds until the deadline, at least 1. */
  remaining(): number
  /** The work's result, unless deadline or signal come first; it may go on unheeded. Throws a FetchError. */
  race<Result>(work: Promise<Result>): Promise<Result>
}

/** Starts the deadline of a call, in milliseconds: signers and key lookups can hang as well as networks. */
export function startLimits(timeout: number, signal: AbortSignal | undefined): Limits {
  const start = performance.now()
  const remaining = () => Math.max(1, timeout - (performance.now() - start))
  return {
    remaining,
    async race(work) {
      let timer: ReturnType<typeof setTimeout> | undefined
      let onAbort = () => {}
      const failure = new Promise<never>((_, reject) => {
        const onDeadline = () => reject(new FetchError('TIMED_OUT', `There was no answer within ${timeout} ms.`))
        onAbort = () =>
          reject(new FetchError('ABORTED', 'The call was aborted by its signal.', { cause: signal?.reason }))
        // Timers cannot wait longer, and would fire at once.
        if (remaining() < 2 ** 31) timer = setTimeout(onDeadline, remaining())
        signal?.addEventListener('abort', onAbort)
        if (signal?.aborted) onAbort()
      })
      try {
        return await Promise.race([failure, work])
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}
