import { SignatureError } from '@wechatpay-kit/crypto'
import { ApiError, BusinessError, TransportError } from '../../errors/call-errors.ts'
import type { WechatPayError } from '../../errors/union.ts'
import type { Attempts, Received } from '../settings.ts'
import { explainFailure } from './attempt.ts'
import type { Hosts } from './hosts.ts'
import { codeOf, createReporter } from './report.ts'

/** The bounds of repetition, and all that it remembers from call to call; times in milliseconds. */
export interface Repetition {
  readonly maxAttempts: number
  readonly baseDelay: number
  readonly quota: RetryQuota
  /** Gives the hosts of a list of origins, the same ones for the same origins in the same order. */
  readonly hostsOf: (baseUrls: readonly string[]) => Hosts
}

/** The repetitions that all calls of a client share, so that they do not prolong an outage. */
export interface RetryQuota {
  /** Takes one for a repetition; tells whether one was left. */
  take(): boolean
  /**
   * Gives back, after a response that is no reason to repeat, what was taken for its attempt; a fifth where that was the
   * first one of its call, for which nothing was taken.
   */
  giveBack(isRepetition: boolean): void
}

/** Makes the function that makes the attempts of calls. */
export function createRepeat({ maxAttempts, baseDelay, quota, hostsOf }: Repetition): Attempts['make'] {
  return (call, settings, deadline, attempt, judge) => {
    // Without an observer there is none: what waits for a response waits in fewer functions.
    const reporter = settings.onEvent && createReporter(call, settings.onEvent)
    const makeAttempts = async () => {
      const baseUrls = settings.findBaseUrls(call.target)
      const hosts = hostsOf(baseUrls)
      let index = hosts.choose()
      /** The error of the latest attempt that may have been executed. */
      let unsettled: WechatPayError | undefined
      for (let count = 1; ; count++) {
        const host = baseUrls[index] as string
        let received: Received | undefined
        let error: WechatPayError | undefined
        try {
          reporter?.begin(host)
          const response = await attempt(host)
          reporter?.receive(host, response)
          received = response
          hosts.record(index, true)
          return await judge(response)
        } catch (thrown) {
          error = thrown as WechatPayError
        } finally {
          // A success, or an error with which the other side is well.
          if (received && !isTransient(error)) quota.giveBack(count > 1)
        }
        // An attempt that could not even be sent leaves what is known of the call as it was.
        if (unsettled && error.outcome === 'not-sent') throw unsettled
        if (unsettled && call.method !== 'GET') error = unsettle(error)
        if (error.outcome === 'unknown') unsettled = error

        const isUnreachable = error instanceof TransportError && error.outcome === 'unknown' && isTransient(error)
        if (isUnreachable) hosts.record(index, false)
        // What was not even sent had no time left, and another attempt has none.
        const isSent = error.outcome !== 'not-sent'
        const mayRepeat = isSent && call.isIdempotent && isTransient(error) && count < maxAttempts
        if (!mayRepeat) throw error
        const delay = computeDelay(count, baseDelay, received?.headers['retry-after'], settings.now())
        if (delay >= deadline.remaining() || !quota.take()) throw error
        reporter?.report({ type: 'retry', delay, code: codeOf(error) })
        await deadline.wait(delay).catch((thrown: unknown) => {
          // It was taken for an attempt that is not made.
          quota.giveBack(true)
          throw explainFailure(thrown, call, 'unknown')
        })
        const next = isUnreachable ? hosts.choose(index) : index
        if (next !== index) reporter?.report({ type: 'fail-over', from: host, to: baseUrls[next] as string })
        index = next
      }
    }
    const result = makeAttempts()
    return reporter?.end(result) ?? result
  }
}

/** The sentence of an error that settles nothing, because an earlier attempt got no response that can be trusted. */
const EARLIER_ATTEMPT =
  'An earlier attempt of this call may have been executed; ask for its state before repeating it with another number.'

/** Gives the error of a call of which an earlier attempt may have been executed: a refusal of this one settles nothing. */
function unsettle(error: WechatPayError): WechatPayError {
  const message = `${error.message} ${EARLIER_ATTEMPT}`
  if (error instanceof ApiError && error.outcome === 'refused')
    return new ApiError(error.code, message, { ...error, outcome: 'unknown' })
  if (error instanceof BusinessError)
    return new BusinessError(error.respCode, error.respDesc, { ...error, outcome: 'unknown' }, message)
  return error
}

/** Statuses after which the same request may well succeed. */
const TRANSIENT = [429, 500, 502, 503]

/** Tells whether another attempt can do better than this error; whether it may be made is another question. */
function isTransient(error: unknown): boolean {
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
function computeDelay(attempt: number, baseDelay: number, retryAfter: string | undefined, now: number): number {
  if (retryAfter && /^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const date = retryAfter ? Date.parse(retryAfter) : Number.NaN
  if (!Number.isNaN(date)) return Math.max(0, date - now)
  return Math.random() * baseDelay * 2 ** (attempt - 1)
}
