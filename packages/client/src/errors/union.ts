import { ApiError, BusinessError, IntegrityError, TransportError } from './call-errors.ts'
import { NotificationError } from './notification.ts'
import { SignatureError } from './signature.ts'
import { ValidationError } from './validation.ts'

/** Every error that a call or a notification can throw; `name` and `code` tell the members apart. */
export type WechatPayError =
  | ValidationError
  | TransportError
  | SignatureError
  | ApiError
  | BusinessError
  | NotificationError
  | IntegrityError

/** Every code of {@link WechatPayError}; no two classes share one. */
export type WechatPayErrorCode = WechatPayError['code']

/**
 * Tells whether something thrown is an error of this kit, so that `name` and `code` tell which.
 *
 * @param error - anything thrown.
 * @returns whether it is a {@link WechatPayError}.
 * @example
 * ```ts
 * import { type Client, isWechatPayError } from '@wechatpay-kit/client'
 *
 * declare const wxpay: Client
 * try {
 *   await wxpay.chain('v3/certificates').get()
 * } catch (error) {
 *   if (!isWechatPayError(error)) throw error
 *   if (error.name === 'ApiError') console.log(error.status, error.apiCode)
 * }
 * ```
 */
export function isWechatPayError(error: unknown): error is WechatPayError {
  return [
    ValidationError,
    TransportError,
    SignatureError,
    ApiError,
    BusinessError,
    NotificationError,
    IntegrityError,
  ].some((kind) => error instanceof kind)
}
