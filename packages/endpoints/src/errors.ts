import { SignatureError } from '@wechatpay-kit/crypto'
import type { FetchErrorCode } from '@wechatpay-kit/transport-fetch'

/** One thing that is wrong with the caller's input. */
export interface ValidationIssue {
  /** Where: `json.cert_no`, `headers.Wechatpay-Serial`, `merchant.mchid`. */
  readonly field: string
  /** What is wrong and what to do; never the value. */
  readonly message: string
}

/**
 * The input cannot be sent; nothing was sent. `field` and the message name the first thing that is wrong, `issues` all.
 *
 * `code` is always `'VALIDATION_FAILED'`. Values never appear.
 *
 * @example
 * ```ts
 * import { type Client, ValidationError } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const json = { cate_code: 'A01', cert_no: '', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const error = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).catch((error: unknown) => error)
 * console.log(error instanceof ValidationError && error.field) // json.cert_no
 * ```
 */
export class ValidationError extends Error {
  override readonly name = 'ValidationError'
  readonly code = 'VALIDATION_FAILED'
  readonly field: string
  readonly issues: readonly ValidationIssue[]

  constructor(issues: readonly [ValidationIssue, ...ValidationIssue[]], options?: ErrorOptions) {
    const [{ field, message }] = issues
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more, see issues)` : ''
    super(`${field} ${message}.${more} Nothing was sent.`, options)
    this.field = field
    this.issues = issues
  }
}

/** Refuses one field of the caller's input. */
export function refuse(field: string, message: string, options?: ErrorOptions): never {
  throw new ValidationError([{ field, message }], options)
}

/** Refuses options that nobody knows: most are misspelt. `of` says whose options they are. */
export function refuseUnknown(options: object, known: readonly string[], of: string): void {
  if (typeof options !== 'object' || options === null) refuse('options', 'must be an object')
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) refuse(unknown, `is not an option of ${of}; the options are ${known.join(', ')}`)
}

/** What stopped an attempt; see the codes of `FetchError` in `@wechatpay-kit/transport-fetch`. */
export type TransportErrorReason = FetchErrorCode

/**
 * There was no complete answer. `outcome` says what is known of the call: `'not-sent'`, or `'unknown'` where it may have
 * been executed.
 *
 * `code` is always `'TRANSPORT_FAILED'`; `reason` says what happened; `cause` is what the transport threw.
 *
 * @example
 * ```ts
 * import { type Client, TransportError } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const error = await wxpay.chain('v3/certificates').get({ timeout: 1 }).catch((error: unknown) => error)
 * if (error instanceof TransportError && error.retryable) console.log('repeat the call with the same values')
 * ```
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code = 'TRANSPORT_FAILED'
  readonly reason: TransportErrorReason
  /** Whether the same call with the same values can be repeated without being executed twice. */
  readonly retryable: boolean
  /** `'not-sent'` if the call ended before anything was sent; `'unknown'` if it may have been executed. */
  readonly outcome: 'not-sent' | 'unknown'

  constructor(
    reason: TransportErrorReason,
    message: string,
    options: ErrorOptions & Pick<TransportError, 'retryable' | 'outcome'>,
  ) {
    super(
      `${message} ${options.outcome === 'unknown' ? 'The call may have been executed.' : 'Nothing was sent.'}`,
      options,
    )
    this.reason = reason
    this.retryable = options.retryable
    this.outcome = options.outcome
  }
}

/**
 * WeChat Pay answered with an error status (`API_ERROR`), or with a success that is not what it documents
 * (`RESPONSE_MALFORMED`).
 *
 * Branch on `status` and `apiCode`, never on the message. Where `verified` is `false`, the error itself was not signed:
 * do not take its content as proof of a state, such as “not paid”.
 *
 * @example
 * ```ts
 * import { ApiError, type Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const error = await wxpay.chain('v3/nothing/here').get().catch((error: unknown) => error)
 * if (error instanceof ApiError) console.log(error.status, error.apiCode, error.requestId, error.verified)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081726 | document 4012081726}, 错误码和错误提示
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: 'API_ERROR' | 'RESPONSE_MALFORMED'
  /** HTTP status of the answer. */
  readonly status: number
  /** WeChat Pay's own code, such as `PARAM_ERROR`; `undefined` where the body was not WeChat Pay's JSON. */
  readonly apiCode: string | undefined
  /** WeChat Pay's own details; the call's sensitive values are masked in it. */
  readonly detail: unknown
  /** `Request-ID` of the answer: what WeChat Pay's support asks for. */
  readonly requestId: string | undefined
  /** Whether the answer carried a valid signature. */
  readonly verified: boolean
  /** For `SIGN_ERROR`: what differs between what was signed and what arrived, or how far the clock is off. */
  readonly diagnosis: string | undefined

  constructor(
    code: ApiError['code'],
    message: string,
    answer: Pick<ApiError, 'status' | 'apiCode' | 'detail' | 'requestId' | 'verified' | 'diagnosis'>,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.status = answer.status
    this.apiCode = answer.apiCode
    this.detail = answer.detail
    this.requestId = answer.requestId
    this.verified = answer.verified
    this.diagnosis = answer.diagnosis
  }
}

/**
 * The call arrived, was understood and verified, and was declined: HTTP 200 with a `resp_code` other than `000000`.
 *
 * `code` is always `'BUSINESS_DECLINED'`.
 *
 * @example
 * ```ts
 * import { BusinessError, type Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const error = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).catch((error: unknown) => error)
 * if (error instanceof BusinessError) console.log(error.respCode, error.respDesc)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export class BusinessError extends Error {
  override readonly name = 'BusinessError'
  readonly code = 'BUSINESS_DECLINED'
  /** `resp_code` (响应码). */
  readonly respCode: string
  /** `resp_desc` (响应描述); the call's sensitive values are masked in it. */
  readonly respDesc: string
  /** `Request-ID` of the answer. */
  readonly requestId: string | undefined

  constructor(respCode: string, respDesc: string, requestId: string | undefined) {
    super(`WeChat Pay declined the call: ${respCode} ${respDesc}`)
    this.respCode = respCode
    this.respDesc = respDesc
    this.requestId = requestId
  }
}

/**
 * Why a notification was refused, other than for its signature.
 *
 * | code | meaning |
 * |---|---|
 * | `NOTIFICATION_TOO_LARGE` | its body is larger than `maxBytes`; nobody looked at its signature |
 * | `NOTIFICATION_INCOMPLETE` | its body broke off; nobody looked at its signature |
 * | `NOTIFICATION_MALFORMED` | it is signed, but is not JSON of the documented shape, or what it encrypts is not JSON |
 * | `ALGORITHM_UNSUPPORTED` | it is signed, but encrypted with another algorithm than `AEAD_AES_256_GCM` |
 * | `DECRYPTION_FAILED` | it is signed, but altered, or encrypted with another APIv3 key |
 * | `HANDLER_TIMED_OUT` | it was not handled within `timeout` |
 */
export type NotificationErrorCode =
  | 'NOTIFICATION_TOO_LARGE'
  | 'NOTIFICATION_INCOMPLETE'
  | 'NOTIFICATION_MALFORMED'
  | 'ALGORITHM_UNSUPPORTED'
  | 'DECRYPTION_FAILED'
  | 'HANDLER_TIMED_OUT'

/**
 * A notification cannot be read, or was not handled in time; `code` says why, see {@link NotificationErrorCode}. One
 * whose signature is wrong is a `SignatureError`.
 *
 * @example
 * ```ts
 * import { NotificationError, type NotificationOptions, readNotification } from '@wechatpay-kit/endpoints'
 *
 * declare const request: Request, options: NotificationOptions
 * const error = await readNotification(request, options).catch((error: unknown) => error)
 * if (error instanceof NotificationError && error.code === 'DECRYPTION_FAILED') console.log('check the APIv3 key')
 * ```
 */
export class NotificationError extends Error {
  override readonly name = 'NotificationError'
  readonly code: NotificationErrorCode

  constructor(code: NotificationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * A downloaded file is not the one whose hash was published; nothing that was read of it can be trusted.
 *
 * `code` is always `'HASH_MISMATCH'`.
 *
 * @example
 * ```ts
 * import { type Client, IntegrityError } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client, url: string, value: string
 * const file = await wxpay.download(url, { hash: { type: 'SHA1', value } })
 * const error = await file.text().catch((error: unknown) => error)
 * if (error instanceof IntegrityError) console.log(error.code) // HASH_MISMATCH
 * ```
 */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError'
  readonly code = 'HASH_MISMATCH'

  constructor(type: string) {
    super(`The file is not the one whose ${type} was published: it was changed, or gunzip is missing. Discard it.`)
  }
}

/** Everything that a call or a notification can throw; `name` and `code` tell the members apart. */
export type WechatPayError =
  | ValidationError
  | TransportError
  | SignatureError
  | ApiError
  | BusinessError
  | NotificationError
  | IntegrityError

/**
 * Whether something thrown is an error of this kit, so that `name` and `code` tell which.
 *
 * @param error - anything thrown.
 * @returns whether it is a {@link WechatPayError}.
 * @example
 * ```ts
 * import { type Client, isWechatPayError } from '@wechatpay-kit/endpoints'
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
