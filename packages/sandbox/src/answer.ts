import { createNonce, type PrivateKey } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { createRequestId } from './admission.ts'
import { type Fault, trickle, truncate } from './faults.ts'
import type { PlainAnswer } from './plain-answer.ts'

/** A key of the sandbox's that signs and decrypts, by the id that travels with it. */
export interface PlatformIdentity {
  readonly id: string
  readonly privateKey: PrivateKey
}

/** An id that no key has. */
const UNKNOWN_ID = 'PUB_KEY_ID_0000000000000000000000000000000000'

/** How far off a stale or early signature is, in seconds. */
const HOUR = 3600

/** Signs an answer as WeChat Pay does, or as the fault says. */
export async function signAnswer(
  answer: PlainAnswer,
  platform: PlatformIdentity,
  now: number,
  fault: Fault | undefined,
): Promise<Response> {
  const { body, headers } = await signBody(answer.body, platform, now, answer.isUnsigned ? 'unsigned' : fault)
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value)
  headers.set('Content-Type', answer.contentType)
  headers.set('Request-ID', createRequestId(answer.reason))
  if (fault === 'gzip') {
    headers.set('Content-Encoding', 'gzip')
    const packed = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
    return new Response(packed, { status: answer.status, headers })
  }
  const stream = fault === 'truncate' ? truncate(body) : fault === 'slow' ? trickle(body) : body
  return new Response(stream, { status: answer.status, headers })
}

/** The signature's headers for a body, and the body as it travels. */
export async function signBody(
  plain: string | Bytes,
  platform: PlatformIdentity,
  now: number,
  fault: Fault | undefined,
): Promise<{ readonly body: string | Bytes; readonly headers: Headers }> {
  const headers = new Headers()
  const body = fault === 'bom' ? `\ufeff${plain}` : plain
  if (fault === 'unsigned') return { body, headers }
  const shift = fault === 'stale' ? -HOUR : fault === 'early' ? HOUR : 0
  const timestamp = String(Math.floor(now / 1000) + shift)
  const nonce = createNonce()
  const signed = { 'wrong-signature': `${body} `, 'other-signature': '{"resp_code":"000000"}' }[String(fault)] ?? body
  const signature = await platform.privateKey.sign(`${timestamp}\n${nonce}\n${signed}\n`)
  headers.set('Wechatpay-Nonce', nonce)
  if (fault === 'duplicate-header') headers.append('Wechatpay-Nonce', nonce)
  headers.set('Wechatpay-Serial', fault === 'unknown-key' ? UNKNOWN_ID : platform.id)
  headers.set('Wechatpay-Signature', fault === 'probe' ? `WECHATPAY/SIGNTEST/${signature.slice(19)}` : signature)
  headers.set('Wechatpay-Signature-Type', 'WECHATPAY2-SHA256-RSA2048')
  headers.set('Wechatpay-Timestamp', timestamp)
  return { body, headers }
}
