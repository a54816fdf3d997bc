import type { Transport } from '@wechatpay-kit/transport-fetch'
import { refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import { createAcceptedSignatures } from './attempt/accepted-signatures.ts'
import { createHostFinder } from './attempt/hosts.ts'
import { checkRetry, type RetryOptions } from './attempt/retry.ts'
import type { ClientEvent } from './events.ts'
import type { Settings } from './settings.ts'

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
  given: Pick<Settings, 'merchant' | 'platformKeys' | 'diagnostics' | 'readResponse'>,
): Settings {
  const { transport, onEvent, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  refuseUnlessFunctions({ now, transport, onEvent })
  return {
    ...given,
    transport,
    findHosts: createHostFinder(options.baseUrls),
    retry: checkRetry(options.retry),
    acceptedSignatures: createAcceptedSignatures(),
    now,
    userAgent,
    onEvent: onEvent && ignoreErrors(onEvent),
  }
}

/** Guards a call from its observer, which must not change the call that it observes. */
function ignoreErrors(onEvent: (event: ClientEvent) => void): (event: ClientEvent) => void {
  return (event) => {
    try {
      // An asynchronous observer that fails would end a Node.js process.
      const result: unknown = onEvent(event)
      if (result !== undefined) Promise.resolve(result).catch(() => {})
    } catch {
      // Ignored, as the option `onEvent` says.
    }
  }
}
