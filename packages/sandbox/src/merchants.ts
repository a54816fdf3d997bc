import { createNonce, importPrivateKey, importPublicKey, type PrivateKey, type PublicKey } from '@wechatpay-kit/crypto'
import type { PlatformKey } from '@wechatpay-kit/endpoints'
import { generateKeyPair, type KeyPair } from './keys/key-pair.ts'
import type { PlatformKeyKind, PlatformKeys } from './keys/platform-keys.ts'
import type { State } from './state/state.ts'

/** The only brand that the sandbox knows. */
export const BRAND_ID = '100000000'

/** A merchant that the sandbox is to know; what is not given is made fresh. */
export interface MerchantOptions {
  /** Merchant number (商户号). */
  readonly mchid: string
  /** Serial number of its certificate (商户API证书序列号). */
  readonly serialNumber?: string | undefined
  readonly keys?: KeyPair | undefined
  /** APIv3 key: 32 characters. */
  readonly apiV3Key?: string | undefined
  /** Default: the `platformKeyKind` of the sandbox. */
  readonly platformKeyKind?: PlatformKeyKind | 'both' | undefined
  /** Merchant numbers for which it may call as a partner (服务商). Default: any. */
  readonly subMerchants?: readonly string[] | undefined
  /** Apps that are bound to it (appid), for which alone it may order. Default: any. */
  readonly appids?: readonly string[] | undefined
}

/** A merchant as a client needs it. */
export interface SandboxMerchant {
  readonly mchid: string
  readonly serialNumber: string
  readonly privateKey: PrivateKey
  /** The platform keys for `createClient`: the public key; for `'certificate'`, the certificate of the beginning. */
  readonly platformKeys: readonly PlatformKey[]
  /** The APIv3 key: 32 characters. */
  readonly apiV3Key: string
  /** Writes all of this as the variables of `readEnvironment`, keys as PEM; `WECHATPAY_BASE_URL` is for whoever serves. */
  readonly writeEnvironment: () => Readonly<Record<string, string>>
}

/** A merchant as the sandbox knows it. */
export interface Merchant {
  readonly mchid: string
  readonly serialNumber: string
  /** Verifies its signatures and encrypts the fields of its responses. */
  readonly publicKey: PublicKey
  readonly apiV3Key: string
  readonly platformKeys: PlatformKeys
  /** Merchant numbers for which it may call; `undefined`: any. */
  readonly subMerchants: readonly string[] | undefined
  /** Apps that are bound to it; `undefined`: any. */
  readonly appids: readonly string[] | undefined
  readonly forClient: SandboxMerchant
}

/** The merchants of a sandbox, the first one at least. */
export interface Merchants {
  readonly first: Merchant
  find(mchid: string): Merchant | undefined
  readonly all: readonly Merchant[]
}

/** The part of a merchant that the memory keeps. */
interface KeptMerchant {
  readonly serialNumber: string
  readonly keys: KeyPair
  readonly apiV3Key: string
}

/** Makes the merchants, with the keys that the memory has of them. */
export async function createMerchants(
  options: readonly MerchantOptions[],
  choosePlatformKeys: (kind: PlatformKeyKind | 'both' | undefined) => Promise<PlatformKeys>,
  state: State,
): Promise<Merchants> {
  const kept = state.table<KeptMerchant>('merchants')
  const all = await Promise.all(
    options.map(async (given): Promise<Merchant> => {
      const { mchid, platformKeyKind, subMerchants, appids } = given
      const before = kept.get(mchid)
      const serialNumber = given.serialNumber ?? before?.serialNumber ?? createNonce().toUpperCase()
      const keys = given.keys ?? before?.keys ?? (await generateKeyPair())
      const apiV3Key = given.apiV3Key ?? before?.apiV3Key ?? createNonce()
      const platformKeys = await choosePlatformKeys(platformKeyKind)
      const publicKey = await importPublicKey(keys.publicKey)
      const privateKey = await importPrivateKey(keys.privateKey)
      kept.set(mchid, { serialNumber, keys, apiV3Key })
      // A function, so that nobody who prints a merchant prints a key.
      const writeEnvironment = () => ({
        WECHATPAY_MCHID: mchid,
        WECHATPAY_SERIAL: serialNumber,
        WECHATPAY_PRIVATE_KEY: keys.privateKey,
        ...platformKeys.environment,
        WECHATPAY_APIV3_KEY: apiV3Key,
      })
      const platform = platformKeys.forClient
      const forClient = { mchid, serialNumber, privateKey, platformKeys: platform, apiV3Key, writeEnvironment }
      return { mchid, serialNumber, publicKey, apiV3Key, platformKeys, subMerchants, appids, forClient }
    }),
  )
  const byNumber = new Map(all.map((merchant) => [merchant.mchid, merchant]))
  if (byNumber.size < all.length) throw new TypeError('Two merchants have the same mchid; give each its own.')
  return { first: all[0] as Merchant, find: (mchid) => byNumber.get(mchid), all }
}
