import { joinLines } from './bytes.ts'
import { InputError } from './errors.ts'
import type { Signer } from './keys.ts'

/** What is signed of a request. */
export interface SignableRequest {
  /** HTTP method in upper case. */
  readonly method: string
  /** The request target exactly as sent: path and query, percent-encoded, without scheme, host and fragment. */
  readonly target: string
  /** The body exactly as sent, as UTF-8 text or bytes; left out where nothing is sent. */
  readonly body?: string | Uint8Array | undefined
  /** Unix time in seconds. */
  readonly timestamp: number
  /** At most 32 characters; {@link createNonce} makes one. */
  readonly nonce: string
}

/** Who signs a request. */
export interface RequestIdentity {
  /** The merchant number (商户号) that calls. */
  readonly mchid: string
  /** Serial number of the merchant's API certificate (商户API证书序列号), upper-case hexadecimal. */
  readonly serialNumber: string
  /** The private key that belongs to that certificate. */
  readonly signer: Signer
}

const RULES: Record<string, [pattern: RegExp, remedy: string]> = {
  method: [/^[A-Z]+$/, 'must be an HTTP method in upper case'],
  // Printable ASCII without a fragment: what an HTTP client puts on the wire unchanged.
  target: [/^\/[!"$-~]*$/, 'must begin with / and be percent-encoded'],
  timestamp: [/^\d{1,11}$/, 'must be whole seconds'],
  nonce: [/^[\w-]{1,32}$/, 'must be 1 to 32 letters and digits'],
  mchid: [/^[\w-]{1,32}$/, 'must be the merchant number'],
  serialNumber: [/^[\w-]{1,64}$/, 'must be the certificate’s serial number'],
}

/**
 * Signs a request and gives the value of its `Authorization` header.
 *
 * @param request - method, target, body, timestamp (seconds) and nonce, exactly as sent.
 * @param identity - merchant number, certificate serial number and signer.
 * @returns `WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"`
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the message or of the header.
 * @example
 * ```ts
 * import { createNonce, signRequest, type Signer } from '@wechatpay-kit/crypto'
 *
 * declare const signer: Signer
 * const authorization = await signRequest(
 *   { method: 'GET', target: '/v3/certificates', timestamp: Math.floor(Date.now() / 1000), nonce: createNonce() },
 *   { mchid: '1900007291', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB', signer },
 * )
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}, 如何构造接口请求签名
 */
export async function signRequest(request: SignableRequest, identity: RequestIdentity): Promise<string> {
  const { method, target, body = '', timestamp, nonce } = request
  const { mchid, serialNumber, signer } = identity
  const values: Record<string, unknown> = { method, target, timestamp, nonce, mchid, serialNumber }
  for (const [name, [pattern, remedy]] of Object.entries(RULES)) {
    if (!pattern.test(String(values[name] ?? ''))) throw new InputError(`${name} ${remedy}.`)
  }
  const signature = await signer.sign(joinLines([method, target, String(timestamp), nonce], body))
  // A signer may be anybody's code, and its answer goes into a header.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) throw new InputError('signer must give standard base64.')
  return `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serialNumber}"`
}
