import { type Attempt, type AttemptOptions, makeAttempt } from './attempt.ts'
import { checkStatedLength, collectBody, isCutOff } from './body.ts'
import { copyOwn } from './copy-own.ts'
import type { BufferedResponse, Bytes, TransportRequest } from './transport.ts'

/**
 * Makes one attempt over any transport and reads the whole `Response` that it gives, under a deadline and a size limit.
 * For bundles: `readResponse` is the same, but has a transport that is a {@link ResponseReader} read by itself, and leaves
 * short bodies to the runtime, which is faster.
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
  return readBuffered(url, request, copyOwn(given), collectWithin)
}

/** Makes one attempt, and has `readBody` read the body of its response; the bytes are a private copy. */
export function readBuffered(
  url: string,
  request: TransportRequest,
  options: AttemptOptions,
  readBody: (response: Response, attempt: Attempt) => Promise<Bytes>,
): Promise<BufferedResponse> {
  return makeAttempt(url, request, options, async (response, attempt) => {
    const { status, headers } = response
    const body = await readBody(response, attempt)
    attempt.deadline.close()
    return { status, headers: Object.fromEntries(headers), body }
  })
}

/** Reads the body of a response piece by piece, within the attempt's deadline and size limit; of an error its beginning. */
export function collectWithin(response: Response, attempt: Attempt): Promise<Bytes> {
  const end = isCutOff(response, attempt.maxErrorBytes) ? attempt.maxErrorBytes : undefined
  if (end === undefined) checkStatedLength(response, attempt)
  return collectBody(response, attempt, end)
}
