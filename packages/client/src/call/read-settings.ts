import type { Transport } from '@wechatpay-kit/transport-fetch'
import { refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import { createAcceptedSignatures } from './attempt/accepted-signatures.ts'
import { createBaseUrlFinder } from './attempt/base-urls.ts'
import type { ClientEvent } from './events.ts'
import type { Attempts, Settings } from './settings.ts'

/** The options that become settings; all have defaults. */
interface SettingsOptions<Retry> {
  readonly transport?: Transport | undefined
  readonly baseUrls?: readonly string[] | undefined
  readonly retry?: Retry | undefined
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  readonly now?: (() => number) | undefined
  readonly userAgent?: string | undefined
}

/** The settings that do not come from options of those, and the reader of the option `retry`. */
export interface GivenSettings<Retry>
  extends Pick<Settings, 'merchant' | 'platformKeys' | 'diagnostics' | 'readResponse'> {
  readonly readAttempts: (retry: Retry | undefined, baseUrls: readonly string[] | undefined) => Attempts
}

/** Checks the options that become settings; `given` is checked already. */
export function readSettings<Retry>(
  options: SettingsOptions<Retry>,
  { readAttempts, ...given }: GivenSettings<Retry>,
): Settings {
  const { transport, onEvent, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  refuseUnlessFunctions({ now, transport, onEvent })
  return {
    ...given,
    transport,
    findBaseUrls: createBaseUrlFinder(options.baseUrls),
    attempts: readAttempts(options.retry, options.baseUrls),
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
