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

/** All of them. */
const CODES: readonly unknown[] = [
  'NETWORK_FAILED',
  'TIMED_OUT',
  'ABORTED',
  'RESPONSE_TOO_LARGE',
  'REDIRECTED',
  'NOT_SENT',
] satisfies FetchErrorCode[]

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
  /** Always `true`; {@link isFetchError} asks for it. */
  readonly isFetchError: true = true

  constructor(code: FetchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Tells whether something thrown is a {@link FetchError}, of this copy of the package or of another one in the process:
 * one that was imported and one that was required are two where Node.js cannot require ES modules.
 *
 * @param error - anything thrown.
 * @returns whether it is a `FetchError`: its `isFetchError` is `true`, its `code` is one of {@link FetchErrorCode}, and its
 * `message` is a text. `instanceof` tells the same where there is one copy.
 * @example
 * ```ts
 * import { createFetchTransport, isFetchError } from '@wechatpay-kit/transport-fetch'
 *
 * const transport = createFetchTransport()
 * const error = await transport('http://127.0.0.1:49151/', { method: 'GET', headers: {}, redirect: 'manual' }).catch((error: unknown) => error)
 * console.log(isFetchError(error) && error.code) // NETWORK_FAILED
 * ```
 */
export function isFetchError(error: unknown): error is FetchError {
  const given = Object(error) as Partial<Record<keyof FetchError, unknown>>
  // Asked for before it is read: what a transport throws may throw again.
  return (
    'isFetchError' in given &&
    given.isFetchError === true &&
    CODES.includes(given.code) &&
    typeof given.message === 'string'
  )
}
