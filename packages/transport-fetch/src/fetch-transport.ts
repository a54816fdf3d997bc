import { type AttemptOptions, makeAttempt } from './attempt.ts'
import { limitResponse } from './body.ts'
import type { Transport } from './transport.ts'

/**
 * Makes a transport of `fetch`. An answer's body streams through; the deadline and the size limit hold until its last
 * byte, so reading it can fail with the same errors as the call.
 *
 * @param options - `fetch`, `timeout` in milliseconds, `maxResponseBytes` in bytes.
 * @returns a transport that throws {@link FetchError} with a code for every way to fail.
 * @throws RangeError at once, if `timeout` or `maxResponseBytes` is not a positive number.
 * @example
 * ```ts
 * import { createFetchTransport } from '@wechatpay-kit/transport-fetch'
 *
 * const transport = createFetchTransport({ timeout: 5_000, maxResponseBytes: 1_000_000 })
 * ```
 * @see {@link https://fetch.spec.whatwg.org/ | Fetch Standard}
 */
export function createFetchTransport(options: AttemptOptions = {}): Transport {
  const { timeout = 1, maxResponseBytes = 1 } = options
  for (const [name, value] of Object.entries({ timeout, maxResponseBytes })) {
    if (!(value > 0)) throw new RangeError(`${name} must be a positive number.`)
  }
  return (url, request) => makeAttempt(url, request, options, limitResponse)
}
