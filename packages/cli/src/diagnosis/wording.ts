import type { Text } from './language.ts'

/** Sentences that depend on where the reader gives keys and numbers: by options of a command, or in fields of a page. */
export interface Wording {
  /** Name of the merchant number that the reader gave. */
  readonly mchid: Text
  /** Way to give the merchant's private key. */
  readonly giveMerchantKey: Text
  /** Way to give WeChat Pay's public key or certificate. */
  readonly givePlatformKey: Text
  /** Way to see whether a key and a certificate belong together. */
  readonly compareKeys: Text
  /** Way to sign a message oneself, and compare. */
  readonly signAndCompare: Text
  /** Way to give the request beside its error. */
  readonly giveRequest: Text
}
