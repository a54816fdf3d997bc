import { joinLines } from './bytes.ts'
import { check } from './input.ts'
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
export async function signRequest(
  { method, target, timestamp, nonce, body = '' }: SignableRequest,
  { mchid, serialNumber, signer }: RequestIdentity,
): Promise<string> {
  check('method', method, /^[A-Z]+$/)
  // Printable ASCII without a fragment: what an HTTP client puts on the wire unchanged.
  check('target', target, /^\/[!"$-~]*$/)
  check('timestamp', timestamp, /^\d{1,11}$/)
  check('nonce', nonce, /^[\w-]{1,32}$/)
  check('mchid', mchid, /^[\w-]{1,32}$/)
  check('serialNumber', serialNumber, /^[\w-]{1,64}$/)
  const signature = await signer.sign(joinLines(`${method}\n${target}\n${timestamp}\n${nonce}\n`, body))
  // A signer may be anybody's code, and its answer goes into a header.
  check('signer', signature, /^[A-Za-z\d+/]+={0,2}$/)
  return `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serialNumber}"`
}
