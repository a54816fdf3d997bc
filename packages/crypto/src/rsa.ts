import { decodeBase64, encodeBase64 } from './base64.ts'
import { toBytes } from './bytes.ts'
import { DecryptionError, InputError } from './errors.ts'
import type { PrivateKey, PublicKey } from './keys.ts'

/** OAEP spends two SHA-1 digests and two bytes of the modulus (RFC 8017 section 7.1.1). */
const OAEP_OVERHEAD = 42

type Bytes = Uint8Array<ArrayBuffer>

/** What a backend supplies for a private key: bytes in, bytes out, any error for a failure. */
export interface PrivateOperations {
  sign(message: Bytes): Promise<ArrayBuffer | Bytes>
  decrypt(ciphertext: Bytes): Promise<ArrayBuffer | Bytes>
}

/** What a backend supplies for a public key. */
export interface PublicOperations {
  verify(message: Bytes, signature: Bytes): Promise<boolean>
  encrypt(plaintext: Bytes): Promise<ArrayBuffer | Bytes>
}

/** Everything about a private key that must be the same in every backend: texts, base64, lengths, errors. */
export function createPrivateKey(size: number, { sign, decrypt }: PrivateOperations): PrivateKey {
  return {
    sign: async (message) => encodeBase64(await sign(toBytes(message, 'message'))),
    async decrypt(ciphertext) {
      const bytes = decodeBase64(ciphertext)
      try {
        if (bytes?.length === size) return new Uint8Array(await decrypt(bytes))
      } catch {
        // Told in the same words as every other cause.
      }
      throw new DecryptionError()
    },
  }
}

/** Everything about a public key that must be the same in every backend. */
export function createPublicKey(size: number, { verify, encrypt }: PublicOperations): PublicKey {
  const maxPlaintextBytes = size - OAEP_OVERHEAD
  return {
    maxPlaintextBytes,
    async verify(message, signature) {
      const bytes = decodeBase64(signature)
      return bytes?.length === size && (await verify(toBytes(message, 'message'), bytes))
    },
    async encrypt(plaintext) {
      const bytes = toBytes(plaintext, 'plaintext')
      if (bytes.length > maxPlaintextBytes) {
        throw new InputError(`plaintext has ${bytes.length} bytes; this key encrypts at most ${maxPlaintextBytes}.`)
      }
      return encodeBase64(await encrypt(bytes))
    },
  }
}
