/**
 * How the sandbox misbehaves once.
 *
 * | fault | effect |
 * |---|---|
 * | `'drop'` | the call is executed, then the connection breaks without an answer |
 * | `'truncate'` | the call is executed, then the connection breaks within the body |
 * | `'unsigned'` | the answer has no `Wechatpay-*` headers |
 * | `'wrong-signature'` | the signature belongs to another message |
 * | `'unknown-key'` | the answer is signed by a key that nobody knows |
 * | `'stale'` | the answer was signed an hour ago |
 * | `'early'` | the answer was signed an hour from now |
 * | `'probe'` | a SIGNTEST probe: a signature that is wrong on purpose |
 * | `{ delay }` | the answer comes after so many milliseconds |
 * | `{ status }` | this error status instead of executing the call, signed |
 * | `{ body }` | the call is executed and this body is signed and sent instead of its answer |
 */
export type Fault =
  | 'drop'
  | 'truncate'
  | 'unsigned'
  | 'wrong-signature'
  | 'unknown-key'
  | 'stale'
  | 'early'
  | 'probe'
  | { readonly delay: number }
  | { readonly status: 429 | 500 | 502 | 503 }
  | { readonly body: string }

/** The connection broke: what a client sees of a drop in process, and what the server acts out over HTTP. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'
}

const STATUS_CODES = {
  429: 'RATELIMIT_EXCEEDED',
  500: 'SYSTEM_ERROR',
  502: 'SERVICE_UNAVAILABLE',
  503: 'SERVICE_UNAVAILABLE',
}

/** The error body for a status. */
export function errorBodyOf(status: keyof typeof STATUS_CODES): { code: string; message: string } {
  return { code: STATUS_CODES[status], message: status === 429 ? '请求频率超限' : '系统异常，请稍后重试' }
}

/** Half of a body, then a broken connection. */
export function truncate(body: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(body)
  let isHalfSent = false
  return new ReadableStream({
    pull(controller) {
      if (isHalfSent) return controller.error(new ConnectionDropped('The connection broke within the body.'))
      isHalfSent = true
      controller.enqueue(bytes.subarray(0, bytes.length >> 1))
    },
  })
}
