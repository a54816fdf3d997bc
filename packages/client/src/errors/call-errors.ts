import type { FetchErrorCode } from '@wechatpay-kit/transport-fetch'
import { endSentence } from './redact.ts'

/**
 * State of a call that ended in an error, as far as it is known: `'not-sent'`: nothing left this process; `'refused'`: the
 * signed body of the response says so, and nothing was executed; `'declined'`: executed, with a negative business result;
 * `'unknown'`: it may have been executed, so query its state, or repeat it with the same number, before anything else.
 */
export type Outcome = 'not-sent' | 'refused' | 'declined' | 'unknown'

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
 * | `TRANSPORT_NOT_SENT` | the transport cannot send the request, and sent nothing of it |
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
  declare readonly code: TransportErrorCode
  /** Whether the same call with the same values can be repeated without being executed twice. */
  declare readonly retryable: boolean
  /** `'not-sent'` if the call ended before anything was sent; `'unknown'` if it may have been executed. */
  declare readonly outcome: 'not-sent' | 'unknown'

  constructor(
    code: TransportErrorCode,
    message: string,
    options: ErrorOptions & Pick<TransportError, 'retryable' | 'outcome'>,
  ) {
    super(
      `${endSentence(message)} ${options.outcome === 'unknown' ? 'The call may have been executed.' : 'Nothing was sent.'}`,
      options,
    )
    this.code = code
    this.retryable = options.retryable
    this.outcome = options.outcome
  }
}

/**
 * Kinds of response that an {@link ApiError} is about.
 *
 * | code | meaning |
 * |---|---|
 * | `API_ERROR` | a response with an error status |
 * | `RESPONSE_MALFORMED` | a signed success that is not what WeChat Pay documents |
 * | `STATUS_CONTRADICTED` | the signed body says the opposite of the status, which is not signed: something on the way changed the status |
 */
export type ApiErrorCode = 'API_ERROR' | 'RESPONSE_MALFORMED' | 'STATUS_CONTRADICTED'

/**
 * A response with an error status, or a success that is not what it should be; `code` says which, see
 * {@link ApiErrorCode}.
 *
 * Branch on `outcome`, `status` and `apiCode`, never on the message. Where `verified` is `false`, WeChat Pay did not sign
 * this error: do not take its content as proof of a state, such as “not paid”.
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
  declare readonly code: ApiErrorCode
  /** HTTP status of the response. */
  declare readonly status: number
  /**
   * WeChat Pay's own code, such as `PARAM_ERROR`; `undefined` where the body was not WeChat Pay's JSON, or where nobody signed
   * it and it holds a value of the call.
   */
  declare readonly apiCode: string | undefined
  /** WeChat Pay's own details; the call's sensitive values are masked in it. */
  declare readonly detail: unknown
  /**
   * `Request-ID` of the response, which WeChat Pay's support asks for; `undefined` where it does not look like one, or holds a
   * value of the call.
   */
  declare readonly requestId: string | undefined
  /** Whether WeChat Pay signed this error: the signature is good, and the signed body itself says that it is an error. */
  declare readonly verified: boolean
  /** `'refused'` where a signed error settles that nothing was executed; `'unknown'` otherwise. */
  declare readonly outcome: 'refused' | 'unknown'
  /** Explanation of a `SIGN_ERROR`: the difference between the message signed and the one received, or the clock's offset. */
  declare readonly diagnosis: string | undefined

  constructor(
    code: ApiErrorCode,
    message: string,
    response: Pick<ApiError, 'status' | 'requestId'> &
      Partial<Pick<ApiError, 'apiCode' | 'detail' | 'verified' | 'outcome' | 'diagnosis'>>,
    options?: ErrorOptions,
  ) {
    super(message, options)
    const { status, apiCode, detail, requestId, verified = false, outcome = 'unknown', diagnosis } = response
    Object.assign(this, { code, status, apiCode, detail, requestId, verified, outcome, diagnosis })
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
  declare readonly respCode: string
  /** `resp_desc` (响应描述); the call's sensitive values are masked in it. */
  declare readonly respDesc: string
  /** `Request-ID` of the response; `undefined` where it does not look like one, or holds a value of the call. */
  declare readonly requestId: string | undefined
  /** `'declined'`; `'unknown'` where an earlier attempt of the call may have been executed. */
  declare readonly outcome: 'declined' | 'unknown'

  constructor(
    respCode: string,
    respDesc: string,
    response: Pick<BusinessError, 'requestId' | 'outcome'>,
    message: string = endSentence(`WeChat Pay declined the call: ${respCode} ${respDesc}`),
  ) {
    super(message)
    this.respCode = respCode
    this.respDesc = respDesc
    this.requestId = response.requestId
    this.outcome = response.outcome
  }
}

/**
 * Which check of a downloaded file failed: that of its hash (`HASH_MISMATCH`), of its encryption
 * (`FILE_DECRYPTION_FAILED`), or of a bill's lines (`BILL_MALFORMED`).
 */
export type IntegrityErrorCode = 'HASH_MISMATCH' | 'FILE_DECRYPTION_FAILED' | 'BILL_MALFORMED'

/**
 * A downloaded file that is not the one that was published; nothing that was read of it can be trusted.
 *
 * `code` says which check failed: `HASH_MISMATCH` that of its hash, at its end; `FILE_DECRYPTION_FAILED` that of an
 * encrypted file, of which nothing was handed over; `BILL_MALFORMED` that of a bill's lines, while `readBill` reads it.
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
  declare readonly code: IntegrityErrorCode
  /** Always `'unknown'`: nothing of the file can be trusted. */
  readonly outcome = 'unknown' as const

  constructor(code: IntegrityErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
