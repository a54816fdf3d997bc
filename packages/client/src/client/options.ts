import type { Decrypter, PrivateKey, Signer } from '@wechatpay-kit/crypto'
import type { Transport } from '@wechatpay-kit/transport-fetch'
import { refuse, refuseUnknown } from './errors.ts'
import type { ClientEvent } from './events.ts'
import { type AnyOperation, isOperation, type Operation } from './operation.ts'
import { createPlatformKeys, type PlatformKeySources } from './platform-keys.ts'
import type { RetryOptions } from './retry.ts'
import type { zhejiang } from './v3/gov/subsidy/zhejiang/index.ts'

/** Who calls. */
export interface Merchant {
  /** Merchant number (商户号); in partner mode the service provider's. */
  readonly mchid: string
  /** Serial number of the merchant's API certificate (商户API证书序列号), hexadecimal. */
  readonly serialNumber: string
  /** The key of that certificate: from `importPrivateKey`, or a {@link Signer} of a KMS where nothing is decrypted. */
  readonly privateKey: PrivateKey | Signer
  /**
   * More keys that decrypt fields of answers, tried after `privateKey`: while a new certificate takes over, the old one
   * may still be in use; and where `privateKey` is only a {@link Signer}. Default: none.
   */
  readonly decryptionKeys?: readonly Decrypter[] | undefined
}

/** How {@link createClient} calls. */
export interface ClientOptions<Known extends readonly AnyOperation[] = typeof zhejiang> {
  /** Who calls. */
  readonly merchant: Merchant
  /**
   * WeChat Pay's keys: all verify, the first encrypts. An entry is a fixed key, or an object that rotates its keys, as
   * `createCertificateKeys` makes one; during the migration to the public key give both.
   */
  readonly platformKeys: PlatformKeySources
  /** Moves the bytes of one attempt. Default: the runtime's `fetch`. */
  readonly transport?: Transport | undefined
  /** The typed operations. Default: the Zhejiang subsidy's. */
  readonly operations?: Known | undefined
  /**
   * Origins to call, https; http for loopback only. The first is preferred; the next takes over where it cannot be
   * reached. Default: `https://api.mch.weixin.qq.com`, then `https://api2.mch.weixin.qq.com`.
   */
  readonly baseUrls?: readonly [string, ...string[]] | undefined
  /**
   * Repeats calls that may be repeated (see {@link CallOptions.idempotent}) after a network failure, a timeout, 429, 500,
   * 502, 503 or a SIGNTEST probe. Default: 3 attempts, 200 ms base delay, 10 000 ms for each attempt.
   */
  readonly retry?: RetryOptions | undefined
  /** Told of attempts, answers, repetitions, fail-overs and failures; what it throws is ignored. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined
  /** The current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Value of the `User-Agent` header. Default: `wechatpay-kit`. */
  readonly userAgent?: string | undefined
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

/** WeChat Pay's nearest access point, then its remote one. */
const HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com']

/** The options with their defaults; refuses those that are wrong. */
export function checkClientOptions(options: ClientOptions<readonly AnyOperation[]>) {
  refuseUnknown(options, OPTIONS, 'a client')
  const merchant = checkMerchant(options.merchant)
  const platformKeys = createPlatformKeys(options.platformKeys, merchant.serialNumber)
  const baseUrls = checkBaseUrls(options.baseUrls)
  const retry = checkRetry(options.retry)
  const { transport, operations, onEvent, now = Date.now, userAgent = 'wechatpay-kit' } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent)) refuse('userAgent', 'must be printable ASCII')
  if (typeof now !== 'function') refuse('now', 'must be a function')
  if (transport !== undefined && typeof transport !== 'function') refuse('transport', 'must be a function')
  if (onEvent !== undefined && typeof onEvent !== 'function') refuse('onEvent', 'must be a function')
  checkOperations(operations)
  return { merchant, platformKeys, transport, operations, baseUrls, retry, onEvent, now, userAgent }
}

/** Refuses an APIv3 key that cannot be one. */
export function checkApiV3Key(apiV3Key: unknown): asserts apiV3Key is string {
  const isKey = typeof apiV3Key === 'string' && new TextEncoder().encode(apiV3Key).length === 32
  if (!isKey) refuse('apiV3Key', 'must be the 32 characters set on the merchant platform')
}

function checkOperations(operations: readonly AnyOperation[] | undefined): asserts operations is readonly Operation[] {
  if (!Array.isArray(operations)) refuse('operations', 'must be a list of operations')
  const seen = new Set<string>()
  for (const [index, operation] of operations.entries()) {
    if (!isOperation(operation)) refuse(`operations.${index}`, 'must come from defineOperation')
    const call = `${operation.method} ${operation.path.replace(/\{.*?\}/g, '{}')}`
    if (seen.has(call)) refuse(`operations.${index}`, `is ${call}, which stands in the list already`)
    seen.add(call)
  }
}

export function checkMerchant(merchant: Merchant): Merchant {
  const { mchid, serialNumber, privateKey, decryptionKeys = [] } = merchant ?? {}
  if (typeof mchid !== 'string' || !/^\d{1,32}$/.test(mchid))
    refuse('merchant.mchid', 'must be the merchant number, a string of digits')
  if (typeof serialNumber !== 'string' || !/^[0-9A-Fa-f]{1,64}$/.test(serialNumber)) {
    refuse('merchant.serialNumber', 'must be the hexadecimal serial number of the merchant’s API certificate')
  }
  if (typeof privateKey?.sign !== 'function')
    refuse('merchant.privateKey', 'must come from importPrivateKey, or be a Signer')
  if (!Array.isArray(decryptionKeys) || !decryptionKeys.every((key) => typeof key?.decrypt === 'function'))
    refuse('merchant.decryptionKeys', 'must be a list of keys that come from importPrivateKey')
  return { mchid, serialNumber, privateKey, decryptionKeys }
}

export function checkBaseUrls(baseUrls: readonly string[] = HOSTS): readonly string[] {
  if (!Array.isArray(baseUrls) || baseUrls.length === 0) refuse('baseUrls', 'must be a list of origins')
  return baseUrls.map((text, index) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '')
    if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))) {
      refuse(`baseUrls.${index}`, 'must be an https URL; http is for loopback addresses only')
    }
    if (url.href !== `${url.origin}/`) {
      refuse(`baseUrls.${index}`, 'must be an origin, without path, query and credentials')
    }
    return url.origin
  })
}

export function checkRetry(options: RetryOptions = {}): {
  attempts: number
  baseDelay: number
  attemptTimeout: number
} {
  if (typeof options !== 'object' || options === null) refuse('retry', 'must be an object')
  const { attempts = 3, baseDelay = 200, attemptTimeout = 10_000, ...more } = options
  const [unknown] = Object.keys(more)
  if (unknown !== undefined) refuse(`retry.${unknown}`, 'is not an option: attempts, baseDelay and attemptTimeout are')
  if (!Number.isInteger(attempts) || attempts < 1) refuse('retry.attempts', 'must be a whole number from 1')
  if (!(baseDelay >= 0 && baseDelay < 2 ** 31)) refuse('retry.baseDelay', 'must be a number of milliseconds')
  if (!(attemptTimeout > 0)) refuse('retry.attemptTimeout', 'must be a positive number of milliseconds')
  return { attempts, baseDelay, attemptTimeout }
}
