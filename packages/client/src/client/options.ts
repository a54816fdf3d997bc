import type { Transport } from '@wechatpay-kit/transport-fetch'
import type { RetryOptions } from '../call/attempt/retry.ts'
import type { ClientEvent } from '../call/events.ts'
import { type EntrySettings, readSettings } from '../call/read-settings.ts'
import type { Settings } from '../call/settings.ts'
import { readOwnOptions, refuse } from '../errors/validation.ts'
import { type Brand, checkMerchant, type Merchant } from '../keys/merchant.ts'
import { createPlatformKeys, type PlatformKeySources } from '../keys/platform-keys.ts'
import { type AnyOperation, checkOperation, type Operation } from '../operation/operation.ts'

/** Options that clients of all entries share. */
export interface SharedOptions<Known extends readonly AnyOperation[] = readonly AnyOperation[]> {
  /** The merchant that calls; or the brand, for a client of the paths below `brand/`. */
  readonly merchant: Merchant | Brand
  /**
   * WeChat Pay's keys: all verify, the first encrypts. An entry is a fixed key, or an object that rotates its keys, as
   * `createCertificateKeys` makes one; during the migration to the public key give both.
   */
  readonly platformKeys: PlatformKeySources
  /** Moves the bytes of one attempt. Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined
  /** The typed operations. Default: none, and every path can be called untyped. */
  readonly operations?: Known | undefined
  /**
   * Origins to call, https; http for loopback only. The first is preferred; the next takes over where it cannot be
   * reached. Default: `https://api.mch.weixin.qq.com`, then `https://api2.mch.weixin.qq.com`; for the paths below `v3/global/`,
   * `global/v3/` and `v3/payscore/oversea/` it is `https://apihk.mch.weixin.qq.com`.
   */
  readonly baseUrls?: readonly [string, ...string[]] | undefined
  /** Observes attempts, responses, repetitions, fail-overs and failures; errors that it throws are ignored. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  /** Gives the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Value of the `User-Agent` header. Default: `wechatpay-kit`. */
  readonly userAgent?: string | undefined
}

/** Options of {@link createClient}. */
export interface ClientOptions<Known extends readonly AnyOperation[] = readonly AnyOperation[]>
  extends SharedOptions<Known> {
  /**
   * Repeats calls that may be repeated (see {@link CallOptions.idempotent}) after a network failure, a timeout, 429, 500,
   * 502, 503 or a SIGNTEST probe. Default: 3 attempts, 200 ms base delay, 10 000 ms for each attempt, a quota of 100
   * repetitions.
   */
  readonly retry?: RetryOptions | undefined
}

const OPTIONS = [
  'merchant',
  'platformKeys',
  'transport',
  'operations',
  'baseUrls',
  'retry',
  'onEvent',
  'now',
  'userAgent',
]

/** Checks a client's options, of which `names` are those of its entry alone; gives its settings and its operations. */
export function readOptions<Options extends SharedOptions>(
  given: Options,
  names: readonly string[],
  { diagnostics, ...entry }: EntrySettings<Options>,
): { settings: Settings; operations: readonly Operation[] } {
  const options = readOwnOptions(given, [...OPTIONS, ...names], 'a client')
  const { operations = [] } = options
  const describe = diagnostics?.describeMistakenId
  const merchant = checkMerchant(options.merchant, describe)
  const keyCheck = { merchantSerialNumber: merchant.serialNumber, describe }
  const platformKeys = createPlatformKeys(options.platformKeys, 'platformKeys', keyCheck)
  const settings = readSettings(options, { ...entry, merchant, platformKeys, diagnostics })
  if (!Array.isArray(operations)) refuse('operations', 'must be a list of operations')
  for (const [index, operation] of operations.entries()) checkOperation(operation, `operations.${index}`)
  return { settings, operations: operations as readonly Operation[] }
}
