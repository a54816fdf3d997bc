import { decodeText } from '../call/json.ts'
import { redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'
import { type CallerKeys, decryptForMerchant } from '../keys/merchant.ts'
import type { PlatformKeys } from '../keys/platform-keys.ts'

/** The two steps of field encryption, by hand. */
export interface FieldCryptography {
  /**
   * Encrypts a text for WeChat Pay with the current platform key.
   *
   * @param plaintext - UTF-8 text, 214 bytes at most for a 2048-bit key.
   * @returns standard base64.
   * @throws ValidationError (`VALIDATION_FAILED`) if the text is longer than the key allows.
   */
  encrypt(plaintext: string): Promise<string>
  /**
   * Decrypts a field of a response with the merchant's private key. `json()` of a known operation has done it already.
   *
   * @param ciphertext - standard base64.
   * @returns the text.
   * @throws DecryptionError (`DECRYPTION_FAILED`), the same for every cause.
   * @throws ValidationError (`VALIDATION_FAILED`) if the client has only a `Signer`.
   */
  decrypt(ciphertext: string): Promise<string>
}

/** Makes the field cryptography of a merchant and WeChat Pay's keys. */
export function createFieldCryptography(settings: {
  readonly merchant: CallerKeys
  readonly platformKeys: PlatformKeys
}): FieldCryptography {
  const { merchant, platformKeys } = settings
  return {
    async encrypt(plaintext) {
      const { key } = await platformKeys.current()
      return key.encrypt(plaintext).catch((error: unknown) => {
        refuse('plaintext', 'cannot be encrypted (see cause)', { cause: redactError(error, [plaintext]) })
      })
    },
    async decrypt(ciphertext) {
      return decodeText(await decryptForMerchant(merchant, ciphertext))
    },
  }
}
