import { type Attempt, type AttemptOptions, explain, makeAttempt } from './attempt.ts'
import { checkStatedLength, collectBody, countBytes, isCutOff, readAtOnce } from './body.ts'
import { copyOwn } from './copy-own.ts'
import { createResponseWithin, NULL_BODY_STATUSES } from './stream-response.ts'
import type { Bytes, Transport } from './transport.ts'

/**
 * Makes a transport of `fetch`. A response's body streams through; the deadline and the size limit hold until its last
 * byte, so reading it can fail with the same errors as the call.
 *
 * The `fetch` of Node.js sends a request again, once and unchanged, when its response has the status 421; it tells nobody of
 * the first response. `@wechatpay-kit/transport-undici` sends it once.
 *
 * @param given - `transport`: a `fetch`; `timeout` in milliseconds; `maxResponseBytes` and `maxErrorBytes` in bytes; `deadline` of the call.
 * @returns a transport that throws {@link FetchError} with a code for every way to fail.
 * @throws RangeError at once, if `timeout` or `maxResponseBytes` is not a positive number.
 * @example
 * ```ts
 * import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
 *
 * const transport = createFetchTransport({ timeout: 5_000, maxResponseBytes: 1_000_000 })
 * ```
 * @see {@link https://fetch.spec.whatwg.org/ | Fetch Standard}
 */
export function createFetchTransport(given: AttemptOptions = {}): Transport {
  const options = copyOwn(given)
  const { timeout = 1, maxResponseBytes = 1 } = options
  for (const [name, value] of Object.entries({ timeout, maxResponseBytes })) {
    if (!(value > 0)) throw new RangeError(`${name} must be a positive number, but is ${value}.`)
  }
  return (url, request) => makeAttempt(url, request, options, limitResponse)
}

/** Makes the same response with its body under the attempt's deadline and size limit while it streams. */
async function limitResponse(response: Response, attempt: Attempt): Promise<Response> {
  const { deadline, maxErrorBytes } = attempt
  const { status, statusText, headers } = response
  // A response of our own, so that nobody can change it afterwards.
  const init = { status, statusText, headers }
  if (isCutOff(response, maxErrorBytes)) {
    const beginning = await collectBody(response, attempt, maxErrorBytes)
    deadline.close()
    return new Response(beginning, init)
  }
  checkStatedLength(response, attempt)
  const stream = await openStream(response, attempt)
  if (!stream) {
    deadline.close()
    return new Response(null, init)
  }
  const reader = stream.getReader()
  // At once, and not only when somebody reads on.
  deadline.onEnd((error) => void reader.cancel(error).catch(() => {}))
  const next = countBytes(reader, attempt.maxBytes)
  const source = { next: () => attempt.deadline.race(next()), cancel: (reason: unknown) => reader.cancel(reason) }
  return createResponseWithin(deadline, source, (error) => explain(error, deadline, true), init)
}

/** Opens the body of a response as a stream; `null` where there is none. */
async function openStream(response: Response, attempt: Attempt): Promise<ReadableStream<Bytes> | null> {
  // Some transports give a stream where there is no body.
  if (NULL_BODY_STATUSES.includes(response.status)) return null
  if (response.body) return response.body
  // Some give no stream at all; their body is read in one piece.
  const bytes = await readAtOnce(response, attempt)
  return bytes.length > 0 ? new Response(bytes).body : null
}
