import type { Transport } from '@wechatpay-kit/transport-fetch'
import { refuse, refuseUnlessFunctions } from '../errors/validation.ts'
import { createAcceptedSignatures } from './attempt/accepted-signatures.ts'
import { createBaseUrlFinder } from './attempt/base-urls.ts'
import type { ClientEvent } from './events.ts'
import type { Settings } from './settings.ts'

/** The options that become settings; all have defaults. */
export interface SettingsOptions {
  readonly transport?: Transport | undefined
  readonly baseUrls?: readonly string[] | undefined
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  readonly now?: (() => number) | undefined
  readonly userAgent?: string | undefined
}

/** The settings that differ from entry to entry: what the main one has by itself, that for bundles is given. */
export interface EntrySettings<Options> extends Pick<Settings, 'diagnostics' | 'readResponse'> {
  readonly readParts: (options: Options) => Pick<Settings, 'attempts' | 'decryptResponse' | 'checkOperation'>
}

/** Checks the options that become settings; `given` is checked already. */
export function readSettings<Options extends SettingsOptions>(
  options: Options,
  { readParts, ...given }: EntrySettings<Options> & Pick<Settings, 'merchant' | 'platformKeys'>,
): Settings {
  const { transport, onEvent, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  refuseUnlessFunctions({ now, transport, onEvent })
  return {
    ...given,
    ...readParts(options),
    transport,
    findBaseUrls: createBaseUrlFinder(options.baseUrls),
    acceptedSignatures: createAcceptedSignatures(),
    now,
    userAgent,
    onEvent,
  }
}
