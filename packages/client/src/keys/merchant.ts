import type { Decrypter, PrivateKey, Signer } from '@wechatpay-kit/crypto'
import { copyOwn } from '@wechatpay-kit/transport-fetch'
import { refuse } from '../errors/validation.ts'
import type { DescribeMistakenId } from './mistaken-ids.ts'

/** The merchant that calls. */
export interface Merchant extends CallerKeys {
  /** Merchant number (商户号); in partner mode the service provider's. */
  readonly mchid: string
  readonly brandId?: undefined
}

/** A brand (品牌) that calls for itself: paths below `brand/`, and no others. */
export interface Brand extends CallerKeys {
  /** Brand id (品牌ID), digits. */
  readonly brandId: string
  readonly mchid?: undefined
}

/** The keys of a merchant or a brand. */
export interface CallerKeys {
  /** Serial number of the API certificate (商户API证书序列号, 品牌API证书序列号), hexadecimal. */
  readonly serialNumber: string
  /** The key of that certificate: from `importPrivateKey`, or a {@link Signer} of a KMS where nothing is decrypted. */
  readonly privateKey: PrivateKey | Signer
  /**
   * More keys that decrypt fields of responses, tried after `privateKey`: while a new certificate takes over, the old one
   * may still be in use; and where `privateKey` is only a {@link Signer}. Default: none.
   */
  readonly decryptionKeys?: readonly Decrypter[] | undefined
}

/** Refuses a merchant or a brand that could not sign; `describe` tells more of a mistaken id. */
export function checkMerchant(merchant: Merchant | Brand, describe?: DescribeMistakenId): Merchant | Brand {
  const { mchid, brandId, serialNumber, privateKey, decryptionKeys = [] } = copyOwn(merchant)
  if (mchid !== undefined && brandId !== undefined)
    refuse('merchant.brandId', 'must stand in place of mchid, not beside it')
  if (brandId === undefined) checkMerchantId(mchid, describe)
  else checkId(brandId, 'brandId', 'brand id (品牌ID)', describe)
  checkSerialNumber(serialNumber, describe)
  if (typeof privateKey?.sign !== 'function')
    refuse('merchant.privateKey', 'must be the key that importPrivateKey returns (await it), or a Signer of your own')
  if (!Array.isArray(decryptionKeys) || !decryptionKeys.every((key) => typeof key?.decrypt === 'function'))
    refuse('merchant.decryptionKeys', 'must be a list of keys that importPrivateKey returned')
  return { mchid, brandId, serialNumber, privateKey, decryptionKeys } as Merchant | Brand
}

/** Refuses a merchant number that cannot be one. */
export function checkMerchantId(mchid: unknown, describe?: DescribeMistakenId): void {
  checkId(mchid, 'mchid', 'merchant number (商户号)', describe)
}

function checkId(id: unknown, option: 'mchid' | 'brandId', name: string, describe?: DescribeMistakenId): void {
  if (typeof id !== 'string' || !/^\d{1,32}$/.test(id))
    refuse(`merchant.${option}`, describe?.(id, option) ?? `must be the ${name}, a string of digits`)
}

/** Refuses a serial number that no certificate can have. */
export function checkSerialNumber(serialNumber: unknown, describe?: DescribeMistakenId): void {
  // More than 40 digits without a letter are a number in decimal.
  if (typeof serialNumber !== 'string' || !/^(?!\d{41,}$)[\dA-F]{1,64}$/i.test(serialNumber))
    refuse(
      'merchant.serialNumber',
      describe?.(serialNumber, 'serialNumber') ??
        'must be the serial number of the merchant’s API certificate, a string of hexadecimal digits; the merchant platform shows it under API security (API安全)',
    )
}

/** Refuses a path that the caller cannot sign: those below `brand/` are for brands, all others for merchants. */
export function checkCaller(path: string, merchant: Merchant | Brand): void {
  const [caller, option] = path.startsWith('brand/')
    ? (['brand', 'brandId'] as const)
    : (['merchant', 'mchid'] as const)
  if (merchant[option] === undefined)
    refuse('path', `is for calls that a ${caller} signs; make a client with merchant.${option}`)
}

/** Lists the merchant's keys that decrypt, in the order in which they are tried. */
export function listDecryptionKeys({ privateKey, decryptionKeys = [] }: CallerKeys): readonly Decrypter[] {
  return 'decrypt' in privateKey ? [privateKey, ...decryptionKeys] : decryptionKeys
}

/** Decrypts a ciphertext with the first of the merchant's keys that can. */
export async function decryptForMerchant(merchant: CallerKeys, ciphertext: string): Promise<Uint8Array> {
  const [first, ...others] = listDecryptionKeys(merchant)
  if (!first) refuse('merchant.privateKey', 'cannot decrypt: it is only a Signer; give decryptionKeys')
  let plaintext = first.decrypt(ciphertext)
  for (const key of others) plaintext = plaintext.catch(() => key.decrypt(ciphertext))
  return plaintext
}
