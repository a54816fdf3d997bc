import { openAttempt } from './attempt.ts'
import { limitBody } from './body.ts'
import { FetchError } from './errors.ts'
import type { Transport } from './transport.ts'

/** How {@link createFetchTransport} attempts. */
export interface FetchTransportOptions {
  /** The `fetch` to use; default: the global one at the time of each call. */
  readonly fetch?: Transport | undefined
  /** Deadline of one attempt in milliseconds, from the call to the last byte of the body. Default: 10 000. */
  readonly timeout?: number | undefined
  /** Largest body in bytes, after decompression. Default: 16 777 216 (16 MiB). */
  readonly maxResponseBytes?: number | undefined
}

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
export function createFetchTransport(options: FetchTransportOptions = {}): Transport {
  const { timeout = 10_000, maxResponseBytes = 2 ** 24 } = options
  for (const [name, value] of Object.entries({ timeout, maxResponseBytes })) {
    if (!(value > 0)) throw new RangeError(`${name} must be a positive number.`)
  }
  return async (url, request) => {
    const attempt = openAttempt(timeout, request.signal)
    const fetch = options.fetch ?? globalThis.fetch
    let response: Response | undefined
    try {
      // A fetch that does not heed its signal would still send.
      if (attempt.signal.aborted) throw attempt.signal.reason
      // Raced, so that the deadline holds even for a fetch that does not heed its signal.
      response = await Promise.race([
        attempt.failure,
        fetch(url, { ...request, redirect: 'manual', signal: attempt.signal }),
      ])
      if (
        response.type === 'opaqueredirect' ||
        (response.status >= 300 && response.status < 400 && response.status !== 304)
      ) {
        throw new FetchError(
          'REDIRECTED',
          `The answer is a redirect (status ${response.status}); redirects are not followed.`,
        )
      }
      const { status, statusText, headers } = response
      const body = await limitBody(response, maxResponseBytes, attempt)
      // A response of our own, so that nobody can change it afterwards.
      return new Response(body, { status, statusText, headers })
    } catch (error) {
      attempt.close(error)
      // Nobody will read what is still coming.
      response?.body?.cancel().catch(() => {})
      throw attempt.explain(error)
    }
  }
}
