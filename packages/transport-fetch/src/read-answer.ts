import { type AttemptOptions, MAX_RESPONSE_BYTES, makeAttempt } from './attempt.ts'
import { readBody, tooLarge } from './body.ts'
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
export async function readAnswer(
  url: string,
  request: TransportRequest,
  options: AttemptOptions = {},
): Promise<WholeAnswer> {
  const reader = options.fetch as (Transport & Partial<AnswerReader>) | undefined
  if (reader?.readAnswer) return copyAnswer(await reader.readAnswer(url, request, options), options)
  return makeAttempt(url, request, options, async (response, attempt) => {
    const { status, headers } = response
    const body = await readBody(response, attempt)
    attempt.close()
    return { status, headers: Object.fromEntries(headers), body }
  })
}

/** Whatever a reader of somebody else's does with its answer afterwards, this one stays as it is. */
function copyAnswer(
  { status, headers, body }: WholeAnswer,
  { maxResponseBytes = MAX_RESPONSE_BYTES }: AttemptBounds,
): WholeAnswer {
  if (body.length > maxResponseBytes) throw tooLarge(maxResponseBytes)
  return { status: Number(status), headers: { ...headers }, body: new Uint8Array(body) }
}
