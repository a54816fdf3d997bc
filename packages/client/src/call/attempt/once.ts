import { refuse } from '../../errors/validation.ts'
import type { WechatPayError } from '../../errors/union.ts'
import type { Attempts } from '../settings.ts'
import { createReporter } from './report.ts'

/** One attempt of each call, at the first of its origins, for as long as the call may last. */
const ONCE: Attempts = {
  attemptTimeout: Number.POSITIVE_INFINITY,
  async make(call, settings, deadline, attempt, judge) {
    const reporter = createReporter(call, settings)
    const [host = ''] = settings.findBaseUrls(call.target)
    try {
      return judge(await reporter.attempt(attempt, host, 1))
    } catch (error) {
      throw reporter.failure(error as WechatPayError, 1)
    }
  },
}

/** Reads the options of a client that repeats calls only where it is given a way to; it goes on to no other host without. */
export function readAttempts(retry: Attempts | undefined, baseUrls: readonly string[] = []): Attempts {
  if (retry === undefined && baseUrls.length < 2) return ONCE
  if (typeof Object(retry).make === 'function') return retry as Attempts
  refuse(
    retry === undefined ? 'baseUrls' : 'retry',
    'needs retry: createRetry(…), of @wechatpay-kit/client/core: without it this client makes one attempt, at one origin',
  )
}
