import { type AttemptOptions, makeAttempt } from './attempt.ts'
import { readBody } from './body.ts'
import type { AnswerReader, TransportRequest, WholeAnswer } from './transport.ts'

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
  const { readAnswer } = (options.fetch ?? {}) as Partial<AnswerReader>
  if (readAnswer) return readAnswer(url, request, options)
  return makeAttempt(url, request, options, async (response, attempt) => {
    const { status, headers } = response
    const body = await readBody(response, attempt)
    attempt.close()
    return { status, headers: Object.fromEntries(headers), body }
  })
}
