import { readOwnOptions, refuse } from '../../errors/validation.ts'
import type { Attempts } from '../settings.ts'
import { createHosts, type Hosts } from './hosts.ts'
import { createRepeat, type RetryQuota } from './repeat.ts'

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

/** Repetition of calls, made by {@link createRetry}: for the option `retry` of a client, and nothing else. */
export interface Retry extends Pick<Attempts, 'attemptTimeout'> {
  /** Makes the attempts of a call. */
  readonly make: unknown
}

/**
 * Makes the repetition of calls, for the option `retry` of `createClient` of this entry: calls that may be repeated are
 * attempted again after a network failure, a timeout, 429, 500, 502, 503 or a SIGNTEST probe, and go on to the next of
 * several hosts where one cannot be reached. Without it that client makes one attempt of each call, at one host.
 *
 * @param options - bounds of how often and how long a call is attempted; times in milliseconds.
 * @returns the repetition; clients that share it share its quota, and what it remembers of the same hosts.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { type CoreOptions, createClient, createRetry } from '@wechatpay-kit/client/core'
 *
 * declare const merchant: CoreOptions['merchant'], platformKeys: CoreOptions['platformKeys']
 * const wxpay = createClient({ merchant, platformKeys, retry: createRetry({ maxAttempts: 5 }) })
 * ```
 * @see RFC 9110 section 10.2.3, `Retry-After`
 */
export function createRetry(options: RetryOptions = {}): Retry {
  const own = readOwnOptions(options, OPTIONS, 'retry', 'retry')
  const { maxAttempts = 3, baseDelay = 200, attemptTimeout = 10_000, quota = 100 } = own
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) refuse('retry.maxAttempts', 'must be a whole number from 1')
  if (!(baseDelay >= 0 && baseDelay < 2 ** 31)) refuse('retry.baseDelay', 'must be a number of milliseconds')
  if (!(attemptTimeout > 0)) refuse('retry.attemptTimeout', 'must be a positive number of milliseconds')
  if (!(Number.isInteger(quota) || quota === Number.POSITIVE_INFINITY) || quota < 1)
    refuse('retry.quota', 'must be a whole number from 1, or Infinity; maxAttempts: 1 turns repeating off')
  // By their names: clients that share this have lists of their own.
  const known = new Map<string, Hosts>()
  const hostsOf = (baseUrls: readonly string[]): Hosts => {
    const names = baseUrls.join()
    const hosts = known.get(names) ?? createHosts(baseUrls)
    known.set(names, hosts)
    return hosts
  }
  return { attemptTimeout, make: createRepeat({ maxAttempts, baseDelay, quota: createQuota(quota), hostsOf }) }
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
