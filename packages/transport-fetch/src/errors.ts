/**
 * Reason why one HTTP attempt gave no complete response.
 *
 * | code | meaning |
 * |---|---|
 * | `NETWORK_FAILED` | no connection, or it broke before the response was complete |
 * | `TIMED_OUT` | the deadline passed, the response's body included |
 * | `ABORTED` | the caller's `signal` fired |
 * | `RESPONSE_TOO_LARGE` | the body is larger than `maxResponseBytes` |
 * | `REDIRECTED` | the response is a redirect, which is never followed: the signature is bound to the path |
 * | `NOT_SENT` | the transport cannot send the request, and sent nothing of it |
 */
export type FetchErrorCode =
  | 'NETWORK_FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'RESPONSE_TOO_LARGE'
  | 'REDIRECTED'
  | 'NOT_SENT'

/**
 * One HTTP attempt gave no complete response; `code` says why, see {@link FetchErrorCode}. `cause` is the error of fetch
 * or the reason of the signal, where there is one.
 *
 * @example
 * ```ts
 * import { createFetchTransport, FetchError } from '@wechatpay-kit/transport-fetch'
 *
 * const transport = createFetchTransport()
 * const error = await transport('http://127.0.0.1:49151/', { method: 'GET', headers: {}, redirect: 'manual' }).catch((error: unknown) => error)
 * console.log(error instanceof FetchError && error.code) // NETWORK_FAILED
 * ```
 */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  declare readonly code: FetchErrorCode

  constructor(code: FetchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
