import type { ApiError, BusinessError, IntegrityError, TransportError } from './call-errors.ts'
import type { NotificationError } from './notification.ts'
import type { SignatureError } from './signature.ts'
import type { ValidationError } from './validation.ts'

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
 * Tells whether something thrown is an error of this kit, so that `name` and `code` tell which. It holds for errors of
 * another copy of this package too, such as one that was required where this one was imported; `instanceof` does not.
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
  // Not instanceof: a process can hold a second copy of this package. Others have a ValidationError too, without outcome.
  const { name, code, outcome } = Object(error)
  return NAMES.includes(name) && typeof code === 'string' && OUTCOMES.includes(outcome)
}

const NAMES: readonly WechatPayError['name'][] = [
  'ValidationError',
  'TransportError',
  'SignatureError',
  'ApiError',
  'BusinessError',
  'NotificationError',
  'IntegrityError',
]

const OUTCOMES: readonly WechatPayError['outcome'][] = ['not-sent', 'refused', 'declined', 'unknown']
