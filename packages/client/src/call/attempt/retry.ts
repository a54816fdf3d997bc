import { SignatureError } from '@wechatpay-kit/crypto'
import { ApiError, TransportError } from './errors.ts'

/** How often and how long a call is tried, see {@link ClientOptions.retry}. */
export interface RetryOptions {
  /** Most attempts of one call, the first included; 1 turns repeating off. Default: 3. */
  readonly attempts?: number | undefined
  /** Longest wait before the second attempt in milliseconds; it doubles with every further one. Default: 200. */
  readonly baseDelay?: number | undefined
  /** Deadline of one attempt in milliseconds. Default: 10 000. */
  readonly attemptTimeout?: number | undefined
}

/** Statuses after which the same request may well succeed. */
const TRANSIENT = [429, 500, 502, 503]

/** Whether another attempt can do better than this error; whether it may be made is another question. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TransportError) return error.reason === 'NETWORK_FAILED' || error.reason === 'TIMED_OUT'
  if (error instanceof ApiError) return error.code === 'API_ERROR' && TRANSIENT.includes(error.status)
  // WeChat Pay tests its callers with wrong signatures; the next one is right. Any other wrong one is not to be trusted.
  return error instanceof SignatureError && error.code === 'SIGNATURE_PROBE'
}

/**
 * Milliseconds to wait after an attempt: what `Retry-After` asks for, in seconds or as a date, or else a random part
 * ("full jitter") of a delay that doubles, so that many clients do not come back at once.
 */
export function computeDelay(attempt: number, baseDelay: number, retryAfter: string | undefined, now: number): number {
  if (retryAfter && /^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const date = retryAfter ? Date.parse(retryAfter) : Number.NaN
  if (!Number.isNaN(date)) return Math.max(0, date - now)
  return Math.random() * baseDelay * 2 ** (attempt - 1)
}
