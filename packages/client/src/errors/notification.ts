/**
 * Reasons for refusing a notification, other than its signature.
 *
 * | code | meaning |
 * |---|---|
 * | `NOTIFICATION_TOO_LARGE` | its body is larger than `maxBytes`; nobody looked at its signature |
 * | `NOTIFICATION_INCOMPLETE` | its body broke off; nobody looked at its signature |
 * | `NOTIFICATION_MALFORMED` | it is signed, but is not JSON of the documented shape, or what it encrypts is not JSON |
 * | `NOTIFICATION_ALGORITHM_UNSUPPORTED` | it is signed, but encrypted with another algorithm than `AEAD_AES_256_GCM` |
 * | `NOTIFICATION_DECRYPTION_FAILED` | it is signed, but altered, or encrypted with another APIv3 key |
 * | `NOTIFICATION_HANDLER_TIMED_OUT` | it was not handled within `timeout` |
 * | `NOTIFICATION_UNHANDLED` | its event has no handler, and there is no `default` |
 */
export type NotificationErrorCode =
  | 'NOTIFICATION_TOO_LARGE'
  | 'NOTIFICATION_INCOMPLETE'
  | 'NOTIFICATION_MALFORMED'
  | 'NOTIFICATION_ALGORITHM_UNSUPPORTED'
  | 'NOTIFICATION_DECRYPTION_FAILED'
  | 'NOTIFICATION_HANDLER_TIMED_OUT'
  | 'NOTIFICATION_UNHANDLED'

/**
 * A notification that cannot be read, or was not handled; `code` says why, see {@link NotificationErrorCode}. One
 * whose signature is wrong is a `SignatureError`.
 *
 * @example
 * ```ts
 * import { NotificationError, type NotificationOptions, readNotification } from '@wechatpay-kit/client'
 *
 * declare const request: Request, options: NotificationOptions
 * const error = await readNotification(request, options).catch((error: unknown) => error)
 * if (error instanceof NotificationError && error.code === 'NOTIFICATION_DECRYPTION_FAILED') console.log('check the APIv3 key')
 * ```
 */
export class NotificationError extends Error {
  override readonly name = 'NotificationError'
  readonly code: NotificationErrorCode
  /** Always `'unknown'`: a notification that was not read or not handled says nothing of what it reports. */
  readonly outcome = 'unknown' as const

  constructor(code: NotificationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
