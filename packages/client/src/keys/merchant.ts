import type { Decrypter, PrivateKey, Signer } from '@wechatpay-kit/crypto'
import { copyOwn } from '@wechatpay-kit/transport-fetch'
import { refuse } from '../errors/validation.ts'

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

/** Refuses a merchant or a brand that could not sign. */
export function checkMerchant(merchant: Merchant | Brand): Merchant | Brand {
  const { mchid, brandId, serialNumber, privateKey, decryptionKeys = [] } = copyOwn(merchant)
  const [option, id, name] =
    brandId === undefined ? ['mchid', mchid, 'merchant number (商户号)'] : ['brandId', brandId, 'brand id (品牌ID)']
  const field = `merchant.${option}`
  if (mchid !== undefined && brandId !== undefined) refuse(field, 'must stand in place of mchid, not beside it')
  if (/^wx/.test(id)) refuse(field, `is an appid; give the ${name}, a string of digits`)
  if (typeof id !== 'string' || !/^\d{1,32}$/.test(id))
    refuse(field, describeForeignCharacters(id, /\d/, 'digits') ?? `must be the ${name}, a string of digits`)
  if (/^PUB_KEY_ID_/.test(serialNumber))
    refuse(
      'merchant.serialNumber',
      'is the id of WeChat Pay’s public key, which belongs into platformKeys; give the serial number of the merchant’s own API certificate',
    )
  if (typeof serialNumber !== 'string' || !/^[0-9A-Fa-f]{1,64}$/.test(serialNumber))
    refuse(
      'merchant.serialNumber',
      describeForeignCharacters(serialNumber, /[0-9A-Fa-f]/, 'hexadecimal digits') ??
        'must be the serial number of the merchant’s API certificate, a string of hexadecimal digits; the merchant platform shows it under API security (API安全)',
    )
  if (/^\d{41,}$/.test(serialNumber))
    refuse(
      'merchant.serialNumber',
      'has more than 40 digits and no letter, so it is the decimal form; give it in hexadecimal, as the merchant platform shows it',
    )
  if (typeof privateKey?.sign !== 'function')
    refuse('merchant.privateKey', 'must be the key that importPrivateKey returns (await it), or a Signer of your own')
  if (!Array.isArray(decryptionKeys) || !decryptionKeys.every((key) => typeof key?.decrypt === 'function'))
    refuse('merchant.decryptionKeys', 'must be a list of keys that importPrivateKey returned')
  return { mchid, brandId, serialNumber, privateKey, decryptionKeys } as Merchant | Brand
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

/** Describes the white space, separators and invisible characters in a number or id that was copied from somewhere. */
export function describeForeignCharacters(text: unknown, allowed: RegExp, kind: string): string | undefined {
  if (typeof text !== 'string') return undefined
  const others = [...new Set(text)].filter((character) => !allowed.test(character))
  if (others.length === 0 || others.length === new Set(text).size) return undefined
  const names = others.slice(0, 3).map(nameCharacter)
  return `holds ${names.join(', ')} beside its ${kind}; remove that`
}

/** Names a character so that a reader can see it even where it is invisible. */
function nameCharacter(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  if (character === ' ') return 'a space'
  if (character === '\n' || character === '\r') return 'a line break'
  return /^[!-~]$/.test(character) ? `“${character}”` : `the invisible or foreign character U+${point}`
}
