import type { FetchErrorCode } from '@wechatpay-kit/transport-fetch'

/**
 * Ways in which an attempt ends without a complete response.
 *
 * | code | meaning |
 * |---|---|
 * | `TRANSPORT_NETWORK_FAILED` | no connection, or it broke before the response was complete |
 * | `TRANSPORT_TIMED_OUT` | the deadline of the attempt or of the call passed |
 * | `TRANSPORT_ABORTED` | the caller's `signal` fired |
 * | `TRANSPORT_RESPONSE_TOO_LARGE` | the body is larger than the limit |
 * | `TRANSPORT_REDIRECTED` | the response is a redirect, which is never followed: the signature is bound to the path |
 */
export type TransportErrorCode = `TRANSPORT_${FetchErrorCode}`

/**
 * A call that ended without a complete response. `outcome` says what is known of it: `'not-sent'`, or `'unknown'` where it
 * may have been executed.
 *
 * `code` says what happened, see {@link TransportErrorCode}; `cause` is what the transport threw.
 *
 * @example
 * ```ts
 * import { type Client, TransportError } from '@wechatpay-kit/client'
 *
 * declare const wxpay: Client
 * const error = await wxpay.chain('v3/certificates').get({ timeout: 1 }).catch((error: unknown) => error)
 * if (error instanceof TransportError && error.retryable) console.log('repeat the call with the same values')
 * ```
 */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code: TransportErrorCode
  /** Whether the same call with the same values can be repeated without being executed twice. */
  readonly retryable: boolean
  /** `'not-sent'` if the call ended before anything was sent; `'unknown'` if it may have been executed. */
  readonly outcome: 'not-sent' | 'unknown'

  constructor(
    code: TransportErrorCode,
    message: string,
    options: ErrorOptions & Pick<TransportError, 'retryable' | 'outcome'>,
  ) {
    super(
      `${message} ${options.outcome === 'unknown' ? 'The call may have been executed.' : 'Nothing was sent.'}`,
      options,
    )
    this.code = code
    this.retryable = options.retryable
    this.outcome = options.outcome
  }
}

/**
 * Which kind of response an {@link ApiError} is about: one with an error status (`API_ERROR`), or a success that is not
 * what WeChat Pay documents (`RESPONSE_MALFORMED`).
 */
export type ApiErrorCode = 'API_ERROR' | 'RESPONSE_MALFORMED'

/**
 * A response with an error status (`API_ERROR`), or a success that is not what WeChat Pay documents
 * (`RESPONSE_MALFORMED`).
 *
 * Branch on `status` and `apiCode`, never on the message. Where `verified` is `false`, the error itself was not signed:
 * do not take its content as proof of a state, such as “not paid”.
 *
 * @example
 * ```ts
 * import { ApiError, type Client } from '@wechatpay-kit/client'
 *
 * declare const wxpay: Client
 * const error = await wxpay.chain('v3/nothing/here').get().catch((error: unknown) => error)
 * if (error instanceof ApiError) console.log(error.status, error.apiCode, error.requestId, error.verified)
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012081726 | document 4012081726}, 错误码和错误提示
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  /** HTTP status of the response. */
  readonly status: number
  /** WeChat Pay's own code, such as `PARAM_ERROR`; `undefined` where the body was not WeChat Pay's JSON. */
  readonly apiCode: string | undefined
  /** WeChat Pay's own details; the call's sensitive values are masked in it. */
  readonly detail: unknown
  /** `Request-ID` of the response, which WeChat Pay's support asks for. */
  readonly requestId: string | undefined
  /** Whether the response carried a valid signature. */
  readonly verified: boolean
  /** Explanation of a `SIGN_ERROR`: the difference between the message signed and the one received, or the clock's offset. */
  readonly diagnosis: string | undefined

  constructor(
    code: ApiErrorCode,
    message: string,
    response: Pick<ApiError, 'status' | 'apiCode' | 'detail' | 'requestId' | 'verified' | 'diagnosis'>,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.status = response.status
    this.apiCode = response.apiCode
    this.detail = response.detail
    this.requestId = response.requestId
    this.verified = response.verified
    this.diagnosis = response.diagnosis
  }
}

/** The only code of a {@link BusinessError}. */
export type BusinessErrorCode = 'BUSINESS_DECLINED'

/**
 * A call that arrived, was understood and was declined: a verified HTTP 200 with a `resp_code` other than `000000`.
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
  readonly code: BusinessErrorCode = 'BUSINESS_DECLINED'
  /** `resp_code` (响应码). */
  readonly respCode: string
  /** `resp_desc` (响应描述); the call's sensitive values are masked in it. */
  readonly respDesc: string
  /** `Request-ID` of the response. */
  readonly requestId: string | undefined

  constructor(respCode: string, respDesc: string, requestId: string | undefined) {
    super(`WeChat Pay declined the call: ${respCode} ${respDesc}`)
    this.respCode = respCode
    this.respDesc = respDesc
    this.requestId = requestId
  }
}

/** Which check of a downloaded file failed: that of its hash (`HASH_MISMATCH`), or of its encryption (`FILE_DECRYPTION_FAILED`). */
export type IntegrityErrorCode = 'HASH_MISMATCH' | 'FILE_DECRYPTION_FAILED'

/**
 * A downloaded file that is not the one that was published; nothing that was read of it can be trusted.
 *
 * `code` says which check failed: `HASH_MISMATCH` that of its hash, at its end; `FILE_DECRYPTION_FAILED` that of an
 * encrypted file, of which nothing was handed over.
 *
 * @example
 * ```ts
 * import { type Client, IntegrityError } from '@wechatpay-kit/client'
 *
 * declare const wxpay: Client, url: string, value: string
 * const file = await wxpay.download(url, { hash: { type: 'SHA1', value } })
 * const error = await file.text().catch((error: unknown) => error)
 * if (error instanceof IntegrityError) console.log(error.code) // HASH_MISMATCH
 * ```
 */
export class IntegrityError extends Error {
  override readonly name = 'IntegrityError'
  readonly code: IntegrityErrorCode

  constructor(code: IntegrityErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
