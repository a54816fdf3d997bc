import { FetchError } from './errors.ts'
import type { AttemptBounds, Transport, TransportRequest } from './transport.ts'

/** The longest delay that timers can wait, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The largest body where nothing else is said: 16 MiB. */
export const MAX_RESPONSE_BYTES: number = 2 ** 24

/** The deadline where nothing else is said, in milliseconds. */
export const TIMEOUT = 10_000

/** What bounds one attempt, and what makes it. */
export interface AttemptOptions extends AttemptBounds {
  /** The `fetch` to use, or another transport; default: the global `fetch` at the time of each call. */
  readonly fetch?: Transport | undefined
}

/** One attempt's life: what ended it, and the error to show for it. */
export interface Attempt {
  readonly maxBytes: number
  /** Rejects when the deadline passes or the caller aborts; never resolves. */
  readonly failure: Promise<never>
  /** Ends the attempt: no timer and no listener stays, and what is still open is aborted if there is a reason. */
  close(reason?: unknown): void
  /** The error to show for what fetch or the stream threw. */
  explain(error: unknown): FetchError
}

/**
 * Makes an attempt and reads its answer. The attempt stays open until `read` closes it or something throws, because a
 * body may still be coming.
 */
export async function makeAttempt<Result>(
  url: string,
  request: TransportRequest,
  { fetch = globalThis.fetch, timeout = TIMEOUT, maxResponseBytes = MAX_RESPONSE_BYTES }: AttemptOptions,
  read: (response: Response, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  // By hand: AbortSignal.any does not exist in every runtime.
  const controller = new AbortController()
  const attempt = openAttempt(timeout, maxResponseBytes, request.signal, controller)
  let sent: Promise<Response> | undefined
  try {
    // A fetch that does not heed its signal would still send.
    if (controller.signal.aborted) throw controller.signal.reason
    // Raced, so that the deadline holds even for a fetch that does not heed its signal.
    sent = fetch(url, { ...request, redirect: 'manual', signal: controller.signal })
    const response = await Promise.race([attempt.failure, sent])
    checkStatus(response.type === 'opaqueredirect' ? 300 : response.status)
    return await read(response, attempt)
  } catch (error) {
    attempt.close(error)
    // Nobody will read what is still coming, even if it comes late.
    sent?.then(({ body }) => body?.cancel()).catch(() => {})
    throw attempt.explain(error)
  }
}

/** Refuses redirects, and what is no status at all. */
export function checkStatus(status: number): void {
  if (status >= 300 && status < 400 && status !== 304) {
    throw new FetchError('REDIRECTED', `The answer is a redirect (status ${status}); redirects are not followed.`)
  }
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new TypeError('The answer has no status.')
}

/** Starts the deadline of an attempt, in milliseconds, and listens to the caller's signal. */
export function openAttempt(
  timeout: number,
  maxBytes: number,
  callerSignal: AbortSignal | undefined,
  controller?: AbortController,
): Attempt {
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
    if (reason !== undefined) controller?.abort(reason)
  }
  callerSignal?.addEventListener('abort', onAbort)
  const timer = timeout <= LONGEST_TIMER ? setTimeout(onDeadline, timeout) : undefined
  if (callerSignal?.aborted) onAbort()
  return {
    maxBytes,
    failure,
    close,
    explain: (error) => {
      if (ended) return ended
      if (error instanceof FetchError) return error
      return new FetchError('NETWORK_FAILED', 'The network failed before the answer was complete.', { cause: error })
    },
  }
}
