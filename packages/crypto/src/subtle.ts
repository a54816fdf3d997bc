import type { Bytes } from './bytes.ts'
import { KeyFormatError } from './errors.ts'

// Apart from the functions that users call, because the declarations of this file name types of the DOM, which not every
// project has.

export const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
export const ENCRYPTION = { name: 'RSA-OAEP', hash: 'SHA-1' }

/**
 * Imports a key for encryption or decryption twice, and gives the copies in turn: Node.js runs only one RSA-OAEP
 * operation per key at a time, so that on two cores two copies do 1.7 times as much.
 */
export async function importTwice(
  format: 'pkcs8' | 'spki',
  der: Bytes,
  usage: 'encrypt' | 'decrypt',
): Promise<() => CryptoKey> {
  const one = await importKey(format, der, ENCRYPTION, usage)
  const other = await importKey(format, der, ENCRYPTION, usage)
  let uses = 0
  return () => (uses++ % 2 === 0 ? one : other)
}

/** Imports a key for one use, never to be exported. */
export async function importKey(
  format: 'raw' | 'pkcs8' | 'spki',
  bytes: Bytes,
  algorithm: Algorithm | RsaHashedImportParams,
  usage: KeyUsage,
): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey(format as 'raw', bytes, algorithm, false, [usage])
  } catch {
    throw new KeyFormatError(
      'SubtleCrypto is missing or refuses the key: use https, Node.js 20 or later, or @wechatpay-kit/crypto/forge.',
    )
  }
}
