import { FetchError } from '@wechatpay-kit/transport-fetch'

/** The longest delay that timers can wait, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Deadline and abort signal of a whole call. */
export interface Limits {
  /** Milliseconds until the deadline, at least 1. */
  remaining(): number
  /** The work's result, unless deadline or signal come first; it may go on unheeded. Throws a FetchError. */
  race<Result>(work: Promise<Result>): Promise<Result>
  /** Waits so many milliseconds, unless deadline or signal come first. Throws a FetchError. */
  wait(delay: number): Promise<void>
}

/** Starts the deadline of a call, in milliseconds: signers and key lookups can hang as well as networks. */
export function startLimits(timeout: number, signal: AbortSignal | undefined): Limits {
  const start = performance.now()
  const remaining = () => Math.max(1, timeout - (performance.now() - start))

  async function race<Result>(work: Promise<Result>): Promise<Result> {
    let timer: ReturnType<typeof setTimeout> | undefined
    let onAbort = () => {}
    const failure = new Promise<never>((_, reject) => {
      const onDeadline = () => reject(new FetchError('TIMED_OUT', `There was no answer within ${timeout} ms.`))
      onAbort = () =>
        reject(new FetchError('ABORTED', 'The call was aborted by its signal.', { cause: signal?.reason }))
      if (remaining() <= LONGEST_TIMER) timer = setTimeout(onDeadline, remaining())
      signal?.addEventListener('abort', onAbort)
      if (signal?.aborted) onAbort()
    })
    try {
      return await Promise.race([failure, work])
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  async function wait(delay: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const elapsed = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, delay)
    })
    await race(elapsed).finally(() => clearTimeout(timer))
  }

  return { remaining, race, wait }
}
