import { copyOwn } from './copy-own.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { FetchError, isFetchError } from './errors.ts'
import { fetchOnce } from './fetch-once.ts'
import type { AttemptBounds, BufferedResponse, Transport, TransportRequest } from './transport.ts'

/** The largest body where nothing else is said: 16 MiB. */
const MAX_RESPONSE_BYTES = 2 ** 24

/** The deadline of an attempt where nothing else is said, in milliseconds. */
const TIMEOUT = 10_000

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
  readonly timeout: number
  readonly deadline: Deadline
  readonly maxBytes: number
  readonly maxErrorBytes: number | undefined
}

/**
 * Makes an attempt and reads its response. The attempt stays open until `read` closes its deadline or something throws,
 * because a body may still be coming.
 */
export function makeAttempt<Result>(
  url: string,
  given: TransportRequest,
  options: AttemptOptions,
  read: (response: Response, attempt: Attempt) => Promise<Result>,
): Promise<Result> {
  const request = copyOwn(given)
  const { transport = globalThis.fetch } = options
  const send = transport === globalThis.fetch ? fetchOnce : transport
  return sendWithin(
    request,
    options,
    ({ deadline }) => send(url, Object.assign(request, { redirect: 'manual', signal: deadline.signal })),
    (response, attempt) => {
      if (typeof (response as Partial<Response> | undefined)?.arrayBuffer !== 'function') {
        throw new TypeError('The transport gave no Response; make one of what the HTTP client gave.')
      }
      checkStatus(response.type === 'opaqueredirect' ? 300 : response.status)
      return read(response, attempt)
    },
  )
}

/** Sends a request, and reads whatever is received for it, both within the deadline of the attempt. */
export async function sendWithin<Received extends Pick<Response, 'body'> | BufferedResponse, Result>(
  { signal }: TransportRequest,
  { timeout = TIMEOUT, deadline: outer, maxResponseBytes = MAX_RESPONSE_BYTES, maxErrorBytes }: AttemptBounds,
  send: (attempt: Attempt) => Promise<Received>,
  read: (received: Received, attempt: Attempt) => Result | Promise<Result>,
): Promise<Result> {
  const deadline = outer ? outer.child(timeout, signal) : startDeadline(timeout, signal)
  const attempt = { timeout, deadline, maxBytes: maxResponseBytes, maxErrorBytes }
  let sent: Promise<Received> | undefined
  let isReceived = false
  try {
    // A transport that does not heed its signal would still send.
    if (deadline.ended) throw deadline.ended
    // A transport of somebody else may give no promise.
    sent = Promise.resolve(send(attempt))
    // Raced, so that the deadline holds even for a transport that does not heed its signal.
    const received = await deadline.race(sent)
    isReceived = true
    return await read(received, attempt)
  } catch (error) {
    const failure = explain(error, deadline, isReceived)
    // Aborted only where something is open. Where the transport itself failed, nothing is, and its signal is left alone.
    deadline.close(isReceived ? failure : undefined)
    // Nobody will read what is still coming, even if it comes late.
    sent?.then(({ body }) => (body as Response['body'])?.cancel()).catch(() => {})
    throw failure
  }
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

/**
 * Turns the error of a transport or a stream into the one to show: what ended the deadline comes first. Of a request that
 * was responded to, nobody can say that it was not sent.
 */
export function explain(error: unknown, deadline: Deadline, hasResponse: boolean): FetchError {
  if (deadline.ended) return deadline.ended
  if (isFetchError(error) && !(hasResponse && error.code === 'NOT_SENT')) return error
  const message = 'The network failed before the response was complete; the cause says how.'
  return new FetchError('NETWORK_FAILED', message, { cause: error })
}
