import type { Transport } from '@wechatpay-kit/transport-fetch'
import { refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import type { Merchant } from '../keys/merchant.ts'
import type { PlatformKeys } from '../keys/platform-keys.ts'
import { checkBaseUrls, createHosts, type Hosts } from './attempt/hosts.ts'
import { checkRetry, type RetryOptions, type RetrySettings } from './attempt/retry.ts'
import type { ClientEvent } from './events.ts'
import type { Diagnostics } from './outcome/diagnosis.ts'

/** The checked options of a client, and all that it remembers from call to call. */
export interface Settings {
  readonly merchant: Merchant
  readonly platformKeys: PlatformKeys
  /** Moves the bytes of one attempt; `undefined` is the runtime's `fetch`. */
  readonly transport: Transport | undefined
  readonly hosts: Hosts
  readonly retry: RetrySettings
  /** Gives the current time in milliseconds. */
  readonly now: () => number
  readonly userAgent: string
  readonly onEvent: ((event: ClientEvent) => void) | undefined
  /** Explains refused signatures; the core entry goes without. */
  readonly diagnostics: Diagnostics | undefined
}

/** The options that become settings; all have defaults. */
interface SettingsOptions {
  readonly transport?: Transport | undefined
  readonly baseUrls?: readonly string[] | undefined
  readonly retry?: RetryOptions | undefined
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  readonly now?: (() => number) | undefined
  readonly userAgent?: string | undefined
}

/** Checks the options that become settings; `given` is checked already. */
export function readSettings(
  options: SettingsOptions,
  given: Pick<Settings, 'merchant' | 'platformKeys' | 'diagnostics'>,
): Settings {
  const { transport, onEvent, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  refuseUnlessFunctions({ now, transport, onEvent })
  return {
    ...given,
    transport,
    hosts: createHosts(checkBaseUrls(options.baseUrls)),
    retry: checkRetry(options.retry),
    now,
    userAgent,
    onEvent: onEvent && ignoreErrors(onEvent),
  }
}

/** Guards a call from its observer, which must not change the call that it observes. */
function ignoreErrors(onEvent: (event: ClientEvent) => void): (event: ClientEvent) => void {
  return (event) => {
    try {
      onEvent(event)
    } catch {
      // As documented.
    }
  }
}
