import { FetchError } from './errors.ts'

/** The longest delay that timers can wait, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** One attempt's life: its signal, what ended it, and the error to show for it. */
export interface Attempt {
  readonly signal: AbortSignal
  /** Rejects when the deadline passes or the caller aborts; never resolves. */
  readonly failure: Promise<never>
  /** Ends the attempt: no timer and no listener stays, and what is still open is aborted if there is a reason. */
  close(reason?: unknown): void
  /** The error to show for what fetch or the stream threw. */
  explain(error: unknown): FetchError
}

/** Starts the deadline of an attempt, in milliseconds, and listens to the caller's signal. */
export function openAttempt(timeout: number, callerSignal: AbortSignal | undefined): Attempt {
  // By hand: AbortSignal.any does not exist in every runtime.
  const controller = new AbortController()
  let ended: FetchError | undefined
  let fail: (error: FetchError) => void
  const failure = new Promise<never>((_, reject) => {
    fail = reject
  })
  // Nobody may be listening any more when it rejects.
  failure.catch(() => {})
  const end = (error: FetchError) => {
    ended ??= error
    fail(error)
    close(error)
  }
  const onAbort = () =>
    end(new FetchError('ABORTED', 'The call was aborted by its signal.', { cause: callerSignal?.reason }))
  const onDeadline = () => end(new FetchError('TIMED_OUT', `There was no complete answer within ${timeout} ms.`))
  const close = (reason?: unknown) => {
    clearTimeout(timer)
    callerSignal?.removeEventListener('abort', onAbort)
    if (reason !== undefined) controller.abort(reason)
  }
  callerSignal?.addEventListener('abort', onAbort)
  const timer = timeout <= LONGEST_TIMER ? setTimeout(onDeadline, timeout) : undefined
  if (callerSignal?.aborted) onAbort()
  return {
    signal: controller.signal,
    failure,
    close,
    explain: (error) => {
      if (ended) return ended
      if (error instanceof FetchError) return error
      return new FetchError('NETWORK_FAILED', 'The network failed before the answer was complete.', { cause: error })
    },
  }
}
