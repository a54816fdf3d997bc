import { createNonce, type PrivateKey, signedMessage } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { type Fault, trickle, truncate } from './faults.ts'
import { createRequestId, type PlainResponse } from './response.ts'

/** A key of the sandbox that signs and decrypts, with the id that travels with it. */
export interface PlatformIdentity {
  readonly id: string
  readonly privateKey: PrivateKey
}

/** An id that no key has. */
const UNKNOWN_ID = 'PUB_KEY_ID_0000000000000000000000000000000000'

/** Distance of a stale or early signature from now, in seconds. */
const HOUR = 3600

/** Signs a response as WeChat Pay does, or as the fault says. */
export async function signResponse(
  plain: PlainResponse,
  platform: PlatformIdentity,
  now: number,
  fault: Fault | undefined,
): Promise<Response> {
  const { status } = plain
  const { body, headers } = await signBody(
    plain.body,
    platform,
    now,
    plain.isUnsigned ? 'unsigned' : fault,
    plain.signedText,
  )
  for (const [name, value] of Object.entries(plain.headers ?? {})) headers.set(name, value)
  headers.set('Content-Type', plain.contentType)
  headers.set('Request-ID', createRequestId(plain.reason))
  if (fault === 'gzip') {
    headers.set('Content-Encoding', 'gzip')
    const packed = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'))
    return new Response(packed, { status, headers })
  }
  // A Response refuses any body where the status says that there is none.
  if (status === 204) return new Response(null, { status, headers })
  const stream = fault === 'truncate' ? truncate(body) : fault === 'slow' ? trickle(body) : body
  return new Response(stream, { status, headers })
}

/** Signs a body, of a response or a notification; gives the signature's headers, and the body as it travels. */
export async function signBody(
  plain: string | Bytes,
  platform: PlatformIdentity,
  now: number,
  fault: Fault | undefined,
  signedText?: string,
): Promise<{ readonly body: string | Bytes; readonly headers: Headers }> {
  const headers = new Headers()
  const body = fault === 'bom' ? `\ufeff${plain}` : plain
  if (fault === 'unsigned') return { body, headers }
  const shift = fault === 'stale' ? -HOUR : fault === 'early' ? HOUR : 0
  const timestamp = String(Math.floor(now / 1000) + shift)
  const nonce = createNonce()
  const message = signedMessage({ timestamp, nonce, body: chooseSignedBody(signedText ?? body, fault) })
  const signature = await platform.privateKey.sign(message)
  headers.set('Wechatpay-Nonce', nonce)
  if (fault === 'duplicate-header') headers.append('Wechatpay-Nonce', nonce)
  headers.set('Wechatpay-Serial', fault === 'unknown-key' ? UNKNOWN_ID : platform.id)
  headers.set('Wechatpay-Signature', fault === 'probe' ? `WECHATPAY/SIGNTEST/${signature.slice(19)}` : signature)
  headers.set('Wechatpay-Signature-Type', 'WECHATPAY2-SHA256-RSA2048')
  headers.set('Wechatpay-Timestamp', timestamp)
  return { body, headers }
}

/** The body that is signed: the one that travels, unless the fault is a signature of something else. */
function chooseSignedBody(body: string | Bytes, fault: Fault | undefined): string | Bytes {
  if (fault === 'wrong-signature') return `${body} `
  if (fault === 'other-signature') return '{"resp_code":"000000"}'
  return body
}
