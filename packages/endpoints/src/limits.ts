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

/** Does the work of a call within its limits: a deadline in milliseconds, and the caller's signal. */
export async function withLimits<Result>(
  timeout: number,
  signal: AbortSignal | undefined,
  work: (limits: Limits) => Promise<Result>,
): Promise<Result> {
  const limits = startLimits(timeout, signal)
  try {
    return await work(limits)
  } finally {
    limits.close()
  }
}

/** Starts the deadline of a call, in milliseconds: signers and key lookups can hang as well as networks. */
function startLimits(timeout: number, signal: AbortSignal | undefined): Limits & { close(): void } {
  const start = performance.now()
  let fail: (error: FetchError) => void
  const failure = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Nobody may be listening when it rejects.
  failure.catch(() => {})
  const onDeadline = () => fail(new FetchError('TIMED_OUT', `There was no answer within ${timeout} ms.`))
  const onAbort = () =>
    fail(new FetchError('ABORTED', 'The call was aborted by its signal.', { cause: signal?.reason }))
  const timer = timeout <= LONGEST_TIMER ? setTimeout(onDeadline, timeout) : undefined
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()

  const race = <Result>(work: Promise<Result>): Promise<Result> => Promise.race([failure, work])
  return {
    remaining: () => Math.max(1, timeout - (performance.now() - start)),
    race,
    async wait(delay) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const elapsed = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, delay)
      })
      await race(elapsed).finally(() => clearTimeout(timer))
    },
    close() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}
