import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { type PlainAnswer, toHtmlAnswer, toJsonAnswer } from './plain-answer.ts'

/**
 * How the sandbox misbehaves once.
 *
 * | fault | effect |
 * |---|---|
 * | `'drop'` | the call is executed, then the connection breaks without an answer |
 * | `'drop-before'` | the connection breaks before the call is executed |
 * | `'truncate'` | the call is executed, then the connection breaks within the body |
 * | `'slow'` | the call is executed, then its answer comes byte by byte, one every 20 ms |
 * | `'gzip'` | the call is executed; its answer travels packed |
 * | `'redirect'` | a redirect to another path, signed, instead of executing the call |
 * | `'bom'` | the call is executed; its answer begins with a byte order mark, which is signed |
 * | `'other-signature'` | the call is executed; its answer carries the signature of another answer |
 * | `'duplicate-header'` | the call is executed; its answer carries `Wechatpay-Nonce` twice |
 * | `'unsigned'` | the answer has no `Wechatpay-*` headers |
 * | `'wrong-signature'` | the signature belongs to another message |
 * | `'unknown-key'` | the answer names a key that nobody knows |
 * | `'stale'` | the answer was signed an hour ago |
 * | `'early'` | the answer was signed an hour from now |
 * | `'probe'` | a SIGNTEST probe: a signature that is wrong on purpose |
 * | `{ delay }` | the answer comes after so many milliseconds |
 * | `{ status, body, retryAfter }` | this error status instead of executing the call, signed; `body` is `'json'` (default), `'html'` or `'empty'`, `retryAfter` the seconds of `Retry-After` |
 * | `{ body }` | the call is executed and this body is signed and sent instead of its answer |
 */
export type Fault =
  | 'drop'
  | 'drop-before'
  | 'truncate'
  | 'slow'
  | 'gzip'
  | 'redirect'
  | 'bom'
  | 'other-signature'
  | 'duplicate-header'
  | 'unsigned'
  | 'wrong-signature'
  | 'unknown-key'
  | 'stale'
  | 'early'
  | 'probe'
  | { readonly delay: number }
  | {
      readonly status: 429 | 500 | 502 | 503
      readonly body?: 'json' | 'html' | 'empty'
      readonly retryAfter?: number
    }
  | { readonly body: string }

/** The connection broke: what a client sees of a drop in process, and what the server acts out over HTTP. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'
}

/** The answer that a fault gives instead of executing the call. */
export function answerInstead(fault: Fault | undefined): PlainAnswer | undefined {
  if (fault === 'redirect') return { ...toHtmlAnswer(302, 'Found'), headers: { Location: '/v3/elsewhere' } }
  if (typeof fault !== 'object' || !('status' in fault)) return undefined
  const { status, body = 'json', retryAfter } = fault
  const answers = {
    json: toJsonAnswer(status, errorBodyOf(status), 268435461),
    html: toHtmlAnswer(status, 'Error'),
    empty: { ...toHtmlAnswer(status, ''), body: '' },
  }
  return { ...answers[body], headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) } }
}

const STATUS_CODES = {
  429: 'RATELIMIT_EXCEEDED',
  500: 'SYSTEM_ERROR',
  502: 'SERVICE_UNAVAILABLE',
  503: 'SERVICE_UNAVAILABLE',
}

/** The error body for a status. */
function errorBodyOf(status: keyof typeof STATUS_CODES): { code: string; message: string } {
  return { code: STATUS_CODES[status], message: status === 429 ? '请求频率超限' : '系统异常，请稍后重试' }
}

/** Half of a body, then a broken connection. */
export function truncate(body: string | Bytes): ReadableStream<Bytes> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let isHalfSent = false
  return new ReadableStream({
    pull(controller) {
      if (isHalfSent) return controller.error(new ConnectionDropped('The connection broke within the body.'))
      isHalfSent = true
      controller.enqueue(bytes.subarray(0, bytes.length >> 1))
    },
  })
}

/** A body byte by byte, one every 20 ms. */
export function trickle(body: string | Bytes): ReadableStream<Bytes> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let sent = 0
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (sent === bytes.length) return controller.close()
      controller.enqueue(bytes.slice(sent, ++sent))
    },
  })
}
