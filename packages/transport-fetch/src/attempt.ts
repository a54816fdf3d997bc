import { copyOwn } from './copy-own.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { FetchError } from './errors.ts'
import { fetchOnce } from './fetch-once.ts'
import type { AttemptBounds, Transport, TransportRequest } from './transport.ts'

/** The largest body where nothing else is said: 16 MiB. */
export const MAX_RESPONSE_BYTES: number = 2 ** 24

/** The deadline of an attempt where nothing else is said, in milliseconds. */
export const TIMEOUT = 10_000

/** The bounds of one attempt, and the transport that makes it. */
export interface AttemptOptions extends AttemptBounds {
  /**
   * `fetch`, or another transport. Default: the global `fetch` at the time of each attempt; it is kept from sending a
   * request twice, as Deno's does by itself.
   */
  readonly transport?: Transport | undefined
}

/** One attempt while it lasts. */
export interface Attempt {
  readonly deadline: Deadline
  readonly maxBytes: number
  readonly maxErrorBytes: number | undefined
}

/**
 * Makes an attempt and reads its response. The attempt stays open until `read` closes its deadline or something throws,
 * because a body may still be coming.
 */
export async function makeAttempt<Result>(
  url: string,
  given: TransportRequest,
  options: AttemptOptions,
  read: (response: Response, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const request = copyOwn(given)
  const { transport = globalThis.fetch, maxResponseBytes = MAX_RESPONSE_BYTES, maxErrorBytes } = options
  const deadline = openDeadline(request, options)
  let sent: Promise<Response> | undefined
  let response: Response | undefined
  try {
    // A transport that does not heed its signal would still send.
    if (deadline.ended) throw deadline.ended
    const send = transport === globalThis.fetch ? fetchOnce : transport
    sent = send(url, Object.assign(request, { redirect: 'manual', signal: deadline.signal }))
    // Raced, so that the deadline holds even for a transport that does not heed its signal.
    response = await deadline.race(sent)
    if (typeof (response as Partial<Response> | undefined)?.arrayBuffer !== 'function') {
      throw new TypeError('The transport gave no Response; make one of what the HTTP client gave.')
    }
    checkStatus(response.type === 'opaqueredirect' ? 300 : response.status)
    return await read(response, { deadline, maxBytes: maxResponseBytes, maxErrorBytes })
  } catch (error) {
    const failure = explain(error, deadline)
    // Aborted only where something is open. Where the transport itself failed, nothing is, and its signal is left alone.
    deadline.close(response && failure)
    // Nobody will read what is still coming, even if it comes late.
    sent?.then(({ body }) => body?.cancel()).catch(() => {})
    throw failure
  }
}

/** Starts the deadline of an attempt, within that of its call if there is one. */
export function openDeadline({ signal }: TransportRequest, { timeout = TIMEOUT, deadline }: AttemptBounds): Deadline {
  return deadline ? deadline.child(timeout, signal) : startDeadline(timeout, signal)
}

/** Refuses redirects, and whatever is no status of a response. */
export function checkStatus(status: number): void {
  if (status >= 300 && status < 400 && status !== 304) {
    throw new FetchError(
      'REDIRECTED',
      `The response is a redirect (status ${status}). Redirects are not followed, because the signature is bound to the path; set baseUrls to the final origin.`,
    )
  }
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError('The response has no status from 200 to 599.')
  }
}

/** Turns the error of a transport or a stream into the one to show: what ended the deadline comes first. */
export function explain(error: unknown, deadline: Deadline): FetchError {
  if (deadline.ended) return deadline.ended
  if (error instanceof FetchError) return error
  const message = 'The network failed before the response was complete; the cause says how.'
  return new FetchError('NETWORK_FAILED', message, { cause: error })
}
