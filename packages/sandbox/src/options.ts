import type { SeenRequest } from './calls.ts'
import type { KeyPair } from './keys/key-pair.ts'
import type { PlatformKeyKind } from './keys/platform-keys.ts'
import type { MerchantOptions } from './merchants.ts'
import type { Delivery } from './state/deliveries.ts'
import type { SandboxStorage } from './state/state.ts'
import type { Fault } from './wire/faults.ts'
import type { PaymentsOptions } from './worlds/payments/world.ts'

/** Options of `createSandbox`; keys that are not given are made fresh. */
export interface SandboxOptions {
  /** The first merchant, `1900000000` unless given. */
  readonly merchant?: MerchantOptions | undefined
  /** Further merchants, such as partners (服务商) and others that a partner calls for. */
  readonly merchants?: readonly MerchantOptions[] | undefined
  /**
   * The kinds of keys by which merchants know WeChat Pay. `'public-key'` (微信支付公钥), as merchants have since 2024:
   * there is no certificate to download. `'certificate'` (平台证书): there is no public key. `'both'`, the default: the
   * transition from one to the other, in which the `Wechatpay-Serial` of a call says which kind signs its response; where
   * there is none, the certificate does.
   */
  readonly platformKeyKind?: PlatformKeyKind | 'both' | undefined
  /** The public key that the sandbox decrypts and signs with; not for `platformKeyKind: 'certificate'`. */
  readonly platform?: { readonly id: string; readonly keys: KeyPair } | undefined
  /** Times at which payers and banks act by themselves. */
  readonly payments?: PaymentsOptions | undefined
  /** The current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Keeps keys and memory across restarts. Default: they are gone with the process. */
  readonly storage?: SandboxStorage | undefined
  /** Decides of every request, before anything else, whether and how to misbehave; `failNext` comes first. */
  readonly chooseFault?:
    | ((request: { readonly method: string; readonly target: string }) => Fault | undefined)
    | undefined
  /** Called with every request that was authenticated and understood, before it is executed. */
  readonly onRequest?: ((request: SeenRequest) => void) | undefined
  /**
   * Delivers notifications in place of `fetch`, such as to a handler in the same process: it gets the signed request, and
   * gives the receiver's response within 5 seconds. Where it is set, the sandbox opens no connection of its own.
   */
  readonly deliver?: ((request: Request) => Promise<Response>) | undefined
  /** Called after every attempt to deliver a notification that a call or a command led to; its errors are ignored. */
  readonly onDelivery?: ((delivery: Delivery) => void) | undefined
  /**
   * Whether `/sandbox`, by which people and tests play the payer, responds under any host name; for containers and Workers.
   * Default: only under names of this machine, so that no page elsewhere reaches it.
   */
  readonly openControl?: boolean | undefined
}

const OPTIONS = [
  'merchant',
  'merchants',
  'platformKeyKind',
  'platform',
  'payments',
  'now',
  'storage',
  'chooseFault',
  'onRequest',
  'deliver',
  'onDelivery',
  'openControl',
]

/** Refuses options that there are not, and those that contradict each other, with a TypeError. */
export function checkOptions(options: SandboxOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`'${unknown}' is not an option of createSandbox; the options are ${OPTIONS.join(', ')}.`)
  if (options.platformKeyKind === 'certificate' && options.platform) {
    throw new TypeError("platform is a public key, and platformKeyKind: 'certificate' has none: leave one of them out.")
  }
}
