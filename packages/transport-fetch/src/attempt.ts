import { type Deadline, startDeadline } from './deadline.ts'
import { FetchError } from './errors.ts'
import type { AttemptBounds, Transport, TransportRequest } from './transport.ts'

/** The largest body where nothing else is said: 16 MiB. */
export const MAX_RESPONSE_BYTES: number = 2 ** 24

/** The deadline where nothing else is said, in milliseconds. */
export const TIMEOUT = 10_000

/** What bounds one attempt, and what makes it. */
export interface AttemptOptions extends AttemptBounds {
  /** The `fetch` to use, or another transport; default: the global `fetch` at the time of each call. */
  readonly fetch?: Transport | undefined
}

/** One attempt while it lasts. */
export interface Attempt {
  readonly deadline: Deadline
  readonly maxBytes: number
}

/**
 * Makes an attempt and reads its answer. The attempt stays open until `read` closes it or something throws, because a
 * body may still be coming.
 */
export async function makeAttempt<Result>(
  url: string,
  request: TransportRequest,
  options: AttemptOptions,
  read: (response: Response, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const { fetch = globalThis.fetch, maxResponseBytes = MAX_RESPONSE_BYTES } = options
  const deadline = openDeadline(request, options)
  let sent: Promise<Response> | undefined
  try {
    // A fetch that does not heed its signal would still send.
    if (deadline.ended) throw deadline.ended
    sent = fetch(url, { ...request, redirect: 'manual', signal: deadline.signal })
    // Raced, so that the deadline holds even for a fetch that does not heed its signal.
    const response = await deadline.race(sent)
    checkStatus(response.type === 'opaqueredirect' ? 300 : response.status)
    return await read(response, { deadline, maxBytes: maxResponseBytes })
  } catch (error) {
    const failure = explain(error, deadline)
    deadline.close(failure)
    // Nobody will read what is still coming, even if it comes late.
    sent?.then(({ body }) => body?.cancel()).catch(() => {})
    throw failure
  }
}

/** Starts the deadline of an attempt, within that of its call if there is one. */
export function openDeadline({ signal }: TransportRequest, { timeout = TIMEOUT, deadline }: AttemptBounds): Deadline {
  return deadline ? deadline.child(timeout, signal) : startDeadline(timeout, signal)
}

/** Refuses redirects, and what is no status at all. */
export function checkStatus(status: number): void {
  if (status >= 300 && status < 400 && status !== 304) {
    throw new FetchError('REDIRECTED', `The answer is a redirect (status ${status}); redirects are not followed.`)
  }
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new TypeError('The answer has no status.')
}

/** The error to show for whatever a transport or a stream threw: what ended the deadline comes first. */
export function explain(error: unknown, deadline: Deadline): FetchError {
  if (deadline.ended) return deadline.ended
  if (error instanceof FetchError) return error
  return new FetchError('NETWORK_FAILED', 'The network failed before the answer was complete.', { cause: error })
}
