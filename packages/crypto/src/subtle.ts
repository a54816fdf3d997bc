import type { Bytes } from './bytes.ts'
import { KeyFormatError } from './errors.ts'

// Apart from the functions that users call, because the declarations of this file name types of the DOM, which not every
// project has.

export const SIGNATURE = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
export const ENCRYPTION = { name: 'RSA-OAEP', hash: 'SHA-1' }

/** Imports a key for one use, never to be exported. */
export async function importKey(
  format: 'raw' | 'pkcs8' | 'spki',
  bytes: Bytes,
  algorithm: 'AES-GCM' | RsaHashedImportParams,
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
