import type { Transport } from '@wechatpay-kit/transport-fetch'
import type { Merchant } from '../keys/merchant.ts'
import type { PlatformKeys } from '../keys/platform-keys.ts'
import type { Hosts } from './attempt/hosts.ts'
import type { RetrySettings } from './attempt/retry.ts'
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
  /** The current time in milliseconds. */
  readonly now: () => number
  readonly userAgent: string
  readonly onEvent: ((event: ClientEvent) => void) | undefined
  /** Explains refused signatures; the core entry goes without. */
  readonly diagnostics: Diagnostics | undefined
}
