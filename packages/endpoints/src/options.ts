import type { Merchant } from './client.ts'
import { refuse } from './errors.ts'
import { checkOperation, type Operation } from './operation.ts'
import type { RetryOptions } from './retry.ts'

/** WeChat Pay's nearest access point, then its remote one. */
const HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com']

/** Refuses an APIv3 key that cannot be one. */
export function checkApiV3Key(apiV3Key: unknown): asserts apiV3Key is string {
  const isKey = typeof apiV3Key === 'string' && new TextEncoder().encode(apiV3Key).length === 32
  if (!isKey) refuse('apiV3Key', 'must be the 32 characters set on the merchant platform')
}

export function checkOperations(operations: readonly Operation[]): void {
  if (!Array.isArray(operations)) refuse('operations', 'must be a list')
  const seen = new Set<string>()
  for (const [index, operation] of operations.entries()) {
    checkOperation(operation, `operations.${index}.`)
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
