import { type Attempt, type AttemptOptions, checkStatus, sendWithin } from './attempt.ts'
import { checkLength, isCutOff, readAtOnce } from './body.ts'
import { copyOwn } from './copy-own.ts'
import { collectWithin, readBuffered } from './read-fetch-response.ts'
import type { AttemptBounds, BufferedResponse, ResponseReader, Transport, TransportRequest } from './transport.ts'

/**
 * Makes one attempt over any transport and reads the whole response, under a deadline and a size limit. Cheaper than a
 * transport whose response is read afterwards: no stream, and no second `Response`. A transport that is a
 * {@link ResponseReader} reads by itself, within the same bounds.
 *
 * @param url - absolute URL, percent-encoded.
 * @param request - method, headers and body to send.
 * @param given - `transport`, default: the global `fetch`; `timeout` in milliseconds; `maxResponseBytes` and `maxErrorBytes` in bytes;
 * `deadline` of the call that the attempt is part of.
 * @returns status, headers and body.
 * @throws FetchError with a code for every way to fail.
 * @throws RangeError if `timeout` is not a positive number.
 * @example
 * ```ts
 * import { readResponse } from '@wechatpay-kit/transport-fetch'
 *
 * const request = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' } as const
 * const { status, body } = await readResponse('https://api.mch.weixin.qq.com/', request, { timeout: 5_000 })
 * console.log(status, body.length)
 * ```
 * @see {@link https://fetch.spec.whatwg.org/ | Fetch Standard}
 */
export function readResponse(
  url: string,
  request: TransportRequest,
  given: AttemptOptions = {},
): Promise<BufferedResponse> {
  const options = copyOwn(given)
  const reader = options.transport as (Transport & Partial<ResponseReader>) | undefined
  return reader?.readResponse
    ? readWith(reader as ResponseReader, url, copyOwn(request), options)
    : readBuffered(url, request, options, (response, attempt) =>
        // Whoever brings a transport of his own may also bring headers that are not true.
        options.transport === undefined && isShort(response, attempt)
          ? readAtOnce(response, attempt)
          : collectWithin(response, attempt),
      )
}

/** Largest stated length in bytes with which a body is left to the runtime to read, which may keep every piece of it. */
const LARGEST_AT_ONCE = 2 ** 16

/**
 * Tells whether a body cannot grow while it is read, so that there is no need to count, nor to mind how small its pieces are:
 * it states a small length, and travels neither packed nor in chunks. Browsers do not show all headers of another origin.
 */
function isShort(response: Response, { maxErrorBytes }: Attempt): boolean {
  const { headers, type } = response
  const statedLength = headers.get('content-length')
  return (
    !isCutOff(response, maxErrorBytes) &&
    type !== 'cors' &&
    Boolean(statedLength) &&
    Number(statedLength) <= LARGEST_AT_ONCE &&
    !headers.has('content-encoding') &&
    !headers.has('transfer-encoding')
  )
}

/** Lets a transport read the response by itself, within the same bounds, and copies it: the transport may hold its own. */
function readWith(
  reader: ResponseReader,
  url: string,
  request: TransportRequest,
  bounds: AttemptBounds,
): Promise<BufferedResponse> {
  return sendWithin(
    request,
    bounds,
    ({ maxBytes, ...attempt }) => reader.readResponse(url, request, { maxResponseBytes: maxBytes, ...attempt }),
    ({ status, headers, body }, { deadline, maxBytes, maxErrorBytes }) => {
      checkStatus(status)
      // A copy even of an ArrayBuffer, of which the constructor alone makes a view.
      const end = isCutOff({ status }, maxErrorBytes) ? maxErrorBytes : undefined
      const bytes = new Uint8Array(body.slice(0, end))
      checkLength(bytes.length, maxBytes)
      deadline.close()
      return { status, headers: readHeaders(headers), body: bytes }
    },
  )
}

/** Copies headers, as `Headers` reads them: nearly always they are so already, and to look is cheaper than to parse. */
function readHeaders(headers: BufferedResponse['headers']): Record<string, string> {
  const entries = Object.entries(headers)
  const isRead = entries.every(
    ([name, value]) => /^[a-z\d-]+$/.test(name) && typeof value === 'string' && /^([!-~]+( +[!-~]+)*)?$/.test(value),
  )
  return Object.fromEntries(isRead && !(Symbol.iterator in headers) ? entries : new Headers(headers))
}
