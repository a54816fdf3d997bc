import type { Transport } from '@wechatpay-kit/transport-fetch'
import { refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import { createAcceptedSignatures } from './attempt/accepted-signatures.ts'
import { createBaseUrlFinder } from './attempt/base-urls.ts'
import type { ClientEvent } from './events.ts'
import type { Attempts, Settings } from './settings.ts'

/** The options that say how calls are attempted. */
export interface AttemptOptions<Retry> {
  readonly retry?: Retry | undefined
  readonly baseUrls?: readonly string[] | undefined
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
}

/** The options that become settings; all have defaults. */
interface SettingsOptions<Retry> extends AttemptOptions<Retry> {
  readonly transport?: Transport | undefined
  readonly now?: (() => number) | undefined
  readonly userAgent?: string | undefined
}

/** The settings that do not come from options of those, and the reader of the options for attempts. */
export interface GivenSettings<Retry>
  extends Pick<Settings, 'merchant' | 'platformKeys' | 'diagnostics' | 'readResponse'> {
  readonly readAttempts: (options: AttemptOptions<Retry>) => Attempts
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
    attempts: readAttempts(options),
    acceptedSignatures: createAcceptedSignatures(),
    now,
    userAgent,
    onEvent,
  }
}
