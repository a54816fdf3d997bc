import { SignatureError as MessageSignatureError } from '@wechatpay-kit/crypto'

/**
 * A response or a notification that cannot be trusted; `code` says why, see `SignatureErrorCode`. It is a
 * `SignatureError` of `@wechatpay-kit/crypto`, too.
 *
 * @example
 * ```ts
 * import { type Client, SignatureError } from '@wechatpay-kit/client'
 *
 * declare const wxpay: Client
 * const error = await wxpay.chain('v3/certificates').get().catch((error: unknown) => error)
 * if (error instanceof SignatureError) console.log(error.code, error.outcome) // SIGNATURE_MISMATCH unknown
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053420 | document 4013053420}, 如何验证签名
 */
export class SignatureError extends MessageSignatureError {
  /** Always `'unknown'`: a call may have been executed, even if nothing of its response can be trusted. */
  readonly outcome = 'unknown' as const
}
