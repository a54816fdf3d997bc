import { toHex } from './bytes.ts'
import {
  BRAND_SCHEME,
  checkIdentifier,
  MERCHANT_SCHEME,
  requestMessage,
  type SignableRequest,
} from './canonical-message.ts'
import { check, invalid } from './errors.ts'
import type { Signer } from './keys.ts'

/** Signs as a merchant, or as a brand (品牌) that calls for itself: exactly one of `mchid` and `brandId`. */
export type RequestIdentity = (
  | {
      /** The merchant number (商户号) that calls. */
      readonly mchid: string
      readonly brandId?: undefined
    }
  | {
      /** The brand id (品牌ID) that calls: for paths below `/brand/`, and for no others. */
      readonly brandId: string
      readonly mchid?: undefined
    }
) & {
  /** Serial number of the caller's API certificate (商户API证书序列号, 品牌API证书序列号), upper-case hexadecimal. */
  readonly serialNumber: string
  /** The private key that belongs to that certificate. */
  readonly signer: Signer
}

/**
 * Signs a request and gives the value of its `Authorization` header.
 *
 * @param request - method, target, body, timestamp (seconds) and nonce, exactly as sent.
 * @param identity - merchant number or brand id, certificate serial number and signer.
 * @returns of a merchant `WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"`, of
 *   a brand `WECHATPAY-BRAND-SHA256-RSA2048 brand_id="…",…`
 * @throws InputError (`INPUT_INVALID`) if a value could change the meaning of the message or of the header, or if both
 *   `mchid` and `brandId` are given.
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
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}, 如何构造接口请求签名;
 *   {@link https://pay.weixin.qq.com/doc/brand/4015826861 | document 4015826861} for brands
 */
export async function signRequest(
  request: SignableRequest,
  { mchid, brandId, serialNumber, signer }: RequestIdentity,
): Promise<string> {
  const isBrand = brandId !== undefined
  if (isBrand && mchid !== undefined) throw invalid('identity', 'a merchant or a brand: give mchid or brandId')
  checkIdentifier(isBrand ? 'brandId' : 'mchid', isBrand ? brandId : mchid, 32)
  checkIdentifier('serialNumber', serialNumber, 64)
  const { nonce, timestamp } = request
  const signature = await signer.sign(requestMessage(request))
  // A signer may be anybody's code, and what it returns goes into a header.
  check('The signature of the signer', signature, /^[A-Za-z\d+/]+={0,2}$/, 'standard base64 without line breaks')
  const caller = isBrand ? `${BRAND_SCHEME} brand_id="${brandId}"` : `${MERCHANT_SCHEME} mchid="${mchid}"`
  return `${caller},nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serialNumber}"`
}

/**
 * A fresh nonce for a request: 128 random bits as 32 hexadecimal characters, from the runtime's secure
 * random source.
 *
 * @returns 32 characters of `0-9a-f`, the most that the protocol allows.
 * @example
 * ```ts
 * import { createNonce } from '@wechatpay-kit/crypto'
 *
 * console.log(createNonce().length) // 32
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}, 请求随机串
 */
export function createNonce(): string {
  unused ||= toHex(crypto.getRandomValues(new Uint8Array(256)))
  const nonce = unused.slice(0, 32)
  unused = unused.slice(32)
  return nonce
}

/** Characters for further nonces: to ask for the bytes of 16 takes hardly longer than to ask for those of one. */
let unused = ''
