import { SignatureError } from '@wechatpay-kit/crypto'
import { ApiError, TransportError } from '../../errors/call-errors.ts'
import { readOwnOptions, refuse } from '../../errors/validation.ts'
import type { RetryQuota, RetrySettings } from '../settings.ts'

/** Bounds of how often and how long a call is attempted, see the option `retry` of a client. */
export interface RetryOptions {
  /** Most attempts of one call, the first included; 1 turns repeating off. Default: 3. */
  readonly maxAttempts?: number | undefined
  /** Longest wait before the second attempt in milliseconds; it doubles with every further one. Default: 200. */
  readonly baseDelay?: number | undefined
  /** Deadline of one attempt in milliseconds. Default: 10 000. */
  readonly attemptTimeout?: number | undefined
  /**
   * Repetitions in stock for all calls of the client together; where none is left, a call ends with its first failure. Each
   * takes one, and gives it back if it gets a response that is no reason to repeat; every five such responses to first
   * attempts give back another. `Infinity` sets no limit. Default: 100.
   */
  readonly quota?: number | undefined
}

const OPTIONS = ['maxAttempts', 'baseDelay', 'attemptTimeout', 'quota']

/** Checks the option `retry`. */
export function checkRetry(options: RetryOptions = {}): RetrySettings {
  const own = readOwnOptions(options, OPTIONS, 'retry', 'retry')
  const { maxAttempts = 3, baseDelay = 200, attemptTimeout = 10_000, quota = 100 } = own
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) refuse('retry.maxAttempts', 'must be a whole number from 1')
  if (!(baseDelay >= 0 && baseDelay < 2 ** 31)) refuse('retry.baseDelay', 'must be a number of milliseconds')
  if (!(attemptTimeout > 0)) refuse('retry.attemptTimeout', 'must be a positive number of milliseconds')
  if (!(Number.isInteger(quota) || quota === Number.POSITIVE_INFINITY) || quota < 1)
    refuse('retry.quota', 'must be a whole number from 1, or Infinity; maxAttempts: 1 turns repeating off')
  return { maxAttempts, baseDelay, attemptTimeout, quota: createQuota(quota) }
}

/** Responses to first attempts that together give back one repetition. */
const RESPONSES_PER_REPETITION = 5

/** Makes the quota of a client, full. */
function createQuota(repetitions: number): RetryQuota {
  // In shares of a repetition, because whole numbers add up exactly.
  const full = repetitions * RESPONSES_PER_REPETITION
  let left = full
  return {
    take() {
      if (left < RESPONSES_PER_REPETITION) return false
      left -= RESPONSES_PER_REPETITION
      return true
    },
    giveBack(isRepetition) {
      left = Math.min(full, left + (isRepetition ? RESPONSES_PER_REPETITION : 1))
    },
  }
}

/** Statuses after which the same request may well succeed. */
const TRANSIENT = [429, 500, 502, 503]

/** Tells whether another attempt can do better than this error; whether it may be made is another question. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TransportError)
    return error.code === 'TRANSPORT_NETWORK_FAILED' || error.code === 'TRANSPORT_TIMED_OUT'
  if (error instanceof ApiError) return error.code !== 'RESPONSE_MALFORMED' && TRANSIENT.includes(error.status)
  // WeChat Pay tests its callers with wrong signatures; the next one is right. Any other wrong one is not to be trusted.
  return error instanceof SignatureError && error.code === 'SIGNATURE_PROBE'
}

/**
 * Computes the milliseconds to wait after an attempt: those that `Retry-After` asks for, in seconds or as a date, or else
 * a random part ("full jitter") of a delay that doubles, so that many clients do not come back at once.
 */
export function computeDelay(attempt: number, baseDelay: number, retryAfter: string | undefined, now: number): number {
  if (retryAfter && /^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const date = retryAfter ? Date.parse(retryAfter) : Number.NaN
  if (!Number.isNaN(date)) return Math.max(0, date - now)
  return Math.random() * baseDelay * 2 ** (attempt - 1)
}
