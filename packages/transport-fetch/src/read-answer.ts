import {
  type AttemptOptions,
  checkStatus,
  explain,
  MAX_RESPONSE_BYTES,
  makeAttempt,
  openDeadline,
  TIMEOUT,
} from './attempt.ts'
import { readBody, tooLarge } from './body.ts'
import type { Deadline } from './deadline.ts'
import type { AnswerReader, AttemptBounds, Transport, TransportRequest, WholeAnswer } from './transport.ts'

/**
 * Makes one attempt over any transport and reads the whole answer, under the deadline and the size limit. Cheaper than a
 * transport whose answer is read afterwards: no stream, and no second `Response`.
 *
 * @param url - absolute URL, percent-encoded.
 * @param request - what to send.
 * @param options - `fetch`: the transport; `timeout` in milliseconds; `maxResponseBytes` in bytes.
 * @returns status, headers and body.
 * @throws FetchError with a code for every way to fail.
 * @example
 * ```ts
 * import { readAnswer } from '@wechatpay-kit/transport-fetch'
 *
 * const request = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' } as const
 * const { status, body } = await readAnswer('https://api.mch.weixin.qq.com/', request, { timeout: 5_000 })
 * console.log(status, body.length)
 * ```
 */
export function readAnswer(url: string, request: TransportRequest, options: AttemptOptions = {}): Promise<WholeAnswer> {
  const reader = options.fetch as (Transport & Partial<AnswerReader>) | undefined
  if (reader?.readAnswer) return readWith(reader as AnswerReader, url, request, options)
  return makeAttempt(url, request, options, async (response, attempt) => {
    const { status, headers } = response
    // Whoever brings a fetch of his own may also bring headers that are not true.
    const body = await readBody(response, attempt, options.fetch === undefined)
    attempt.deadline.close()
    return { status, headers: Object.fromEntries(headers), body }
  })
}

/** What another reader gives, within the same limits; whatever it does with its answer afterwards, this one stays as it is. */
async function readWith(
  reader: AnswerReader,
  url: string,
  request: TransportRequest,
  bounds: AttemptBounds,
): Promise<WholeAnswer> {
  const { timeout = TIMEOUT, maxResponseBytes = MAX_RESPONSE_BYTES } = bounds
  const deadline = openDeadline(request, bounds)
  try {
    // A reader that does not heed its signal would still send.
    if (deadline.ended) throw deadline.ended
    const sent = reader.readAnswer(url, bindRequest(request, deadline), { timeout, maxResponseBytes, deadline })
    const { status, headers, body } = await deadline.race(sent)
    checkStatus(status)
    // A copy even of an ArrayBuffer, of which the constructor alone makes a view.
    const bytes = new Uint8Array(body.slice())
    if (bytes.length > maxResponseBytes) throw tooLarge(maxResponseBytes)
    return { status, headers: readHeaders(headers), body: bytes }
  } catch (error) {
    const failure = explain(error, deadline)
    deadline.close(failure)
    throw failure
  } finally {
    deadline.close()
  }
}

/** The request with the signal of its attempt's deadline, which is made only for a reader that looks at it. */
function bindRequest(request: TransportRequest, deadline: Deadline): TransportRequest {
  return {
    ...request,
    redirect: 'manual',
    get signal() {
      return deadline.signal
    },
  }
}

/** A copy of headers, as `Headers` reads them: nearly always they are so already, and to look is cheaper than to parse. */
function readHeaders(headers: WholeAnswer['headers']): Record<string, string> {
  const entries = Object.entries(headers)
  const isRead = entries.every(
    ([name, value]) => /^[a-z\d-]+$/.test(name) && typeof value === 'string' && /^([!-~]+( +[!-~]+)*)?$/.test(value),
  )
  return Object.fromEntries(isRead && !(Symbol.iterator in headers) ? entries : new Headers(headers))
}
