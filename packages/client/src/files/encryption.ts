import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { IntegrityError } from '../errors/call-errors.ts'
import { redactError } from '../errors/redact.ts'
import { refuse, ValidationError } from '../errors/validation.ts'
import { type CallerKeys, decryptForMerchant } from '../keys/merchant.ts'
import { collectBytes, type Source, tooLarge } from './source.ts'

/**
 * The encryption of a file (`AEAD_AES_256_GCM`), as the verified response has it beside `download_url`. The names are
 * those of the wire, so that the whole entry can be handed over.
 */
export interface FileEncryption {
  /** The file's key, encrypted for the merchant's certificate, as base64; or the 32 characters of the key itself. */
  readonly encrypt_key: string
  readonly nonce: string
}

/** Bytes of an AES-256 key. */
const KEY_BYTES = 32

/** Reads the encryption of a file; gives the step that decrypts it. Refuses what could not decrypt anything. */
export async function createDecryption(
  { encrypt_key, nonce }: FileEncryption,
  merchant: CallerKeys,
): Promise<(source: Source, maxBytes: number) => Source> {
  if (typeof nonce !== 'string' || nonce === '') refuse('encryption.nonce', 'must be the nonce beside the download_url')
  const bytes = await decryptKey(encrypt_key, merchant)
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt'])
  const algorithm = { name: 'AES-GCM', iv: new TextEncoder().encode(nonce) }
  const decrypt = (ciphertext: Bytes) => crypto.subtle.decrypt(algorithm, key, ciphertext)
  return (source, maxBytes) => decryptSource(source, maxBytes, decrypt)
}

async function decryptKey(encryptKey: string, merchant: CallerKeys): Promise<Bytes> {
  if (typeof encryptKey !== 'string' || encryptKey === '')
    refuse('encryption.encrypt_key', 'must be the encrypt_key beside the download_url')
  const given = new TextEncoder().encode(encryptKey)
  // An operation that names it as a sensitive field has decrypted it already; a ciphertext has hundreds of characters.
  if (given.length === KEY_BYTES) return given
  const key = await decryptForMerchant(merchant, encryptKey).catch((error: unknown) => {
    if (error instanceof ValidationError) throw error
    const message =
      'cannot be decrypted with the merchant’s private key: give it as it is in the response; if the merchant’s certificate was changed since, add its old key to merchant.decryptionKeys'
    refuse('encryption.encrypt_key', message, { cause: redactError(error, [encryptKey]) })
  })
  if (key.length !== KEY_BYTES)
    refuse(
      'encryption.encrypt_key',
      `holds a key of ${key.length} bytes, and AES-256 takes ${KEY_BYTES}: ask for the bill with the algorithm AEAD_AES_256_GCM`,
    )
  return new Uint8Array(key)
}

/** Decrypts a whole file, and hands nothing over before its tag was checked. */
function decryptSource(source: Source, maxBytes: number, decrypt: (ciphertext: Bytes) => Promise<ArrayBuffer>): Source {
  let isRead = false
  const next = async () => {
    if (isRead) return undefined
    isRead = true
    const ciphertext = await collectBytes(source, maxBytes, () =>
      tooLarge(
        `The file is larger than ${maxBytes} bytes, and an encrypted one stands in memory. If there is room, raise maxBytes.`,
      ),
    )
    const plaintext = await decrypt(ciphertext).catch(() => {
      throw new IntegrityError(
        'FILE_DECRYPTION_FAILED',
        'The file cannot be decrypted: it was changed on the way, or its encrypt_key and nonce are those of another one. Nothing of it was handed over. Ask for the bill again, and give the encrypt_key and nonce that are beside its download_url.',
      )
    })
    return plaintext.byteLength > 0 ? new Uint8Array(plaintext) : undefined
  }
  return { next, cancel: source.cancel }
}
