import { type Bytes, decodeBase64, decryptBase64, encodeBase64, toBytes } from './bytes.ts'
import { invalid } from './errors.ts'
import type { PrivateKey, PublicKey } from './keys.ts'

/** A value, or the promise of one: an operation gives it at once where it takes no longer than handing it over. */
type Result<Value> = Value | Promise<Value>

/** The operations of a backend with a private key, on bytes. They throw anything for a failure. */
export interface PrivateOperations {
  sign(message: Bytes): Result<Bytes | ArrayBuffer>
  decrypt(ciphertext: Bytes): Result<Bytes | ArrayBuffer>
}

/** The operations of a backend with a public key, on bytes. */
export interface PublicOperations {
  verify(signature: Bytes, message: Bytes): Result<boolean>
  encrypt(plaintext: Bytes): Result<Bytes | ArrayBuffer>
}

/**
 * Makes a private key: everything about its use that must be the same in every backend, which is texts, base64, lengths,
 * errors. `encode` writes base64, for which a runtime may have something faster.
 */
export function createPrivateKey(
  operations: PrivateOperations,
  modulusBytes: number,
  encode: typeof encodeBase64 = encodeBase64,
): PrivateKey {
  return {
    sign: async (message) => encode(await operations.sign(toBytes(message, 'message'))),
    decrypt: (ciphertext) => decryptBase64(ciphertext, operations.decrypt, modulusBytes),
  }
}

/** Makes a public key, likewise. */
export function createPublicKey(
  operations: PublicOperations,
  modulusBytes: number,
  encode: typeof encodeBase64 = encodeBase64,
  decode: typeof decodeBase64 = decodeBase64,
): PublicKey {
  // OAEP spends two SHA-1 digests and two bytes of the modulus (RFC 8017 section 7.1.1).
  const maxPlaintextBytes = modulusBytes - 42
  return {
    maxPlaintextBytes,
    async verify(message, signature) {
      const bytes = decode(signature, modulusBytes)
      return bytes ? operations.verify(bytes, toBytes(message, 'message')) : false
    },
    async encrypt(plaintext) {
      const bytes = toBytes(plaintext, 'plaintext')
      if (bytes.length > maxPlaintextBytes) throw invalid('plaintext', `at most ${maxPlaintextBytes} bytes long`)
      return encode(await operations.encrypt(bytes))
    },
  }
}
