import { type Attempt, type AttemptOptions, makeAttempt } from './attempt.ts'
import { checkStatedLength, collectBody, isCutOff, readAtOnce } from './body.ts'
import { copyOwn } from './copy-own.ts'
import type { BufferedResponse, Bytes, TransportRequest } from './transport.ts'

/** Largest stated length in bytes with which a body is left to the runtime to read, which may keep every piece of it. */
const LARGEST_AT_ONCE = 2 ** 16

/**
 * Makes one attempt over any transport and reads the whole `Response` that it gives, under a deadline and a size limit.
 * For bundles: `readResponse` is the same, but has a transport that is a {@link ResponseReader} read by itself.
 *
 * @param url - absolute URL, percent-encoded.
 * @param request - method, headers and body to send.
 * @param given - as of `readResponse`.
 * @returns status, headers and body.
 * @throws FetchError with a code for every way to fail.
 * @throws RangeError if `timeout` is not a positive number.
 * @example
 * ```ts
 * import { readFetchResponse } from '@wechatpay-kit/transport-fetch'
 *
 * const request = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' } as const
 * const { status, body } = await readFetchResponse('https://api.mch.weixin.qq.com/', request, { timeout: 5_000 })
 * console.log(status, body.length)
 * ```
 * @see {@link https://fetch.spec.whatwg.org/ | Fetch Standard}
 */
export function readFetchResponse(
  url: string,
  request: TransportRequest,
  given: AttemptOptions = {},
): Promise<BufferedResponse> {
  const options = copyOwn(given)
  return makeAttempt(url, request, options, async (response, attempt) => {
    const { status, headers } = response
    // Whoever brings a transport of his own may also bring headers that are not true.
    const body = await readBody(response, attempt, options.transport === undefined)
    attempt.deadline.close()
    return { status, headers: Object.fromEntries(headers), body }
  })
}

/**
 * Reads the whole body of a response under the attempt's deadline and size limit; the bytes are a private copy.
 *
 * @param hasTrueHeaders - whether the headers are those that travelled, because the runtime's own `fetch` gave them.
 */
async function readBody(response: Response, attempt: Attempt, hasTrueHeaders: boolean): Promise<Bytes> {
  const { maxErrorBytes } = attempt
  if (isCutOff(response, maxErrorBytes)) return collectBody(response, attempt, maxErrorBytes)
  checkStatedLength(response, attempt)
  const { headers, type } = response
  // What states a small length, and travels neither packed nor in chunks, cannot grow while it is read: no need to count,
  // nor to mind how small its pieces are. Browsers do not show all headers of another origin.
  const statedLength = headers.get('content-length')
  const isBounded =
    hasTrueHeaders &&
    type !== 'cors' &&
    statedLength &&
    Number(statedLength) <= LARGEST_AT_ONCE &&
    !headers.has('content-encoding') &&
    !headers.has('transfer-encoding')
  return isBounded ? readAtOnce(response, attempt) : collectBody(response, attempt)
}
