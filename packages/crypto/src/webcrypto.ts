import { decodeBase64, encodeBase64 } from './base64.ts'
import { toBytes } from './bytes.ts'
import { DecryptionError, InputError, KeyFormatError } from './errors.ts'
import { readKey } from './key-format.ts'
import type { PrivateKey, PublicKey } from './keys.ts'

const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const ENCRYPTION = { name: 'RSA-OAEP', hash: 'SHA-1' }

/** OAEP spends two SHA-1 digests and two bytes of the modulus (RFC 8017 section 7.1.1). */
const OAEP_OVERHEAD = 42

/**
 * Imports the merchant's private key for signing requests and decrypting the fields of answers. Import once and keep
 * the result: an import costs as much as a signature.
 *
 * @param key - PKCS#8: PEM text (the merchant's `apiclient_key.pem`), or DER bytes. RSA, 2048 bits or more.
 * @returns a key that cannot be exported or printed.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPrivateKey } from '@wechatpay-kit/crypto'
 *
 * const privateKey = await importPrivateKey(await readFile('apiclient_key.pem', 'utf8'))
 * console.log(await privateKey.sign('message'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}; RFC 5958, RFC 8017
 */
export async function importPrivateKey(key: string | Uint8Array): Promise<PrivateKey> {
  const { der } = readKey(key, 'PRIVATE KEY')
  const [signing, decrypting] = await importBoth('pkcs8', der, 'sign', 'decrypt')
  return {
    async sign(message) {
      const signature = await crypto.subtle.sign(SIGNATURE, signing, toBytes(message, 'The message'))
      return encodeBase64(new Uint8Array(signature))
    },
    async decrypt(ciphertext) {
      const bytes = decodeBase64(ciphertext)
      if (!bytes) throw new DecryptionError()
      try {
        return new Uint8Array(await crypto.subtle.decrypt(ENCRYPTION, decrypting, bytes))
      } catch {
        throw new DecryptionError()
      }
    },
  }
}

/**
 * Imports a key of WeChat Pay's for verifying answers and encrypting the fields of requests.
 *
 * @param key - SPKI: PEM text (WeChat Pay's `pub_key.pem`), or DER bytes. RSA, 2048 bits or more.
 * @returns the key; its `maxPlaintextBytes` is 214 for 2048 bits.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPublicKey } from '@wechatpay-kit/crypto'
 *
 * const publicKey = await importPublicKey(await readFile('pub_key.pem', 'utf8'))
 * console.log(await publicKey.encrypt('330102199001011234'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053249 | document 4013053249}; RFC 5280 section 4.1, RFC 8017
 */
export async function importPublicKey(key: string | Uint8Array): Promise<PublicKey> {
  const { der, bits } = readKey(key, 'PUBLIC KEY')
  const [verifying, encrypting] = await importBoth('spki', der, 'verify', 'encrypt')
  const maxPlaintextBytes = Math.ceil(bits / 8) - OAEP_OVERHEAD
  return {
    maxPlaintextBytes,
    async verify(message, signature) {
      const bytes = decodeBase64(signature)
      return bytes !== undefined && crypto.subtle.verify(SIGNATURE, verifying, bytes, toBytes(message, 'The message'))
    },
    async encrypt(plaintext) {
      const bytes = toBytes(plaintext, 'The plaintext')
      if (bytes.length > maxPlaintextBytes) {
        throw new InputError(`The plaintext has ${bytes.length} bytes; this key encrypts at most ${maxPlaintextBytes}.`)
      }
      return encodeBase64(new Uint8Array(await crypto.subtle.encrypt(ENCRYPTION, encrypting, bytes)))
    },
  }
}

/** WebCrypto ties a key to one algorithm, so one key of ours is two of WebCrypto's. */
async function importBoth(
  format: 'pkcs8' | 'spki',
  der: Uint8Array<ArrayBuffer>,
  signatureUsage: KeyUsage,
  encryptionUsage: KeyUsage,
): Promise<[CryptoKey, CryptoKey]> {
  try {
    return await Promise.all([
      crypto.subtle.importKey(format, der, SIGNATURE, false, [signatureUsage]),
      crypto.subtle.importKey(format, der, ENCRYPTION, false, [encryptionUsage]),
    ])
  } catch {
    if (!globalThis.crypto?.subtle) {
      throw new KeyFormatError('This runtime has no SubtleCrypto (a web page needs https), so no key can be imported.')
    }
    throw new KeyFormatError('The key is malformed: its numbers do not form an RSA key. Download or copy it again.')
  }
}
