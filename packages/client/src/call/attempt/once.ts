import { refuse } from '../../errors/validation.ts'
import type { SettingsOptions } from '../read-settings.ts'
import type { Attempts } from '../settings.ts'
import type { Retry } from './retry.ts'

/** One attempt of each call, at the first of its origins, for as long as the call may last. */
const ONCE: Attempts = {
  attemptTimeout: Number.POSITIVE_INFINITY,
  async make(call, settings, _deadline, attempt, judge) {
    const [host = ''] = settings.findBaseUrls(call.target)
    return judge(await attempt(host))
  },
}

/** Reads the options of a client that makes one attempt of each call, unless it is given a way to make more. */
export function readAttempts({
  retry,
  baseUrls = [],
  onEvent,
}: SettingsOptions & { readonly retry?: Retry | undefined }): Attempts {
  if (typeof Object(retry).make === 'function') return retry as Attempts
  const field = retry !== undefined ? 'retry' : onEvent ? 'onEvent' : baseUrls.length > 1 ? 'baseUrls' : undefined
  if (field === undefined) return ONCE
  refuse(
    field,
    `${field === 'retry' ? 'must be' : 'needs retry:'} createRetry(…) of @wechatpay-kit/client/core: without it this client makes one attempt of a call, at one origin, and tells of no events`,
  )
}
