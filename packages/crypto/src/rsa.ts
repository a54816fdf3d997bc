import { type Bytes, decodeBase64, decryptBase64, encodeBase64, toBytes } from './bytes.ts'
import { invalid } from './errors.ts'
import type { PrivateKey, PublicKey } from './keys.ts'

type Result = Bytes | ArrayBuffer

/** The operations of a backend with a private key, on bytes. They throw anything for a failure. */
export interface PrivateOperations {
  sign(message: Bytes): Promise<Result>
  decrypt(ciphertext: Bytes): Promise<Result>
}

/** The operations of a backend with a public key, on bytes. */
export interface PublicOperations {
  verify(signature: Bytes, message: Bytes): Promise<boolean>
  encrypt(plaintext: Bytes): Promise<Result>
}

/**
 * Makes a private key: everything about its use that must be the same in every backend, which is texts, base64, lengths,
 * errors.
 */
export function createPrivateKey(operations: PrivateOperations, modulusBytes: number): PrivateKey {
  return {
    sign: async (message) => encodeBase64(await operations.sign(toBytes(message, 'message'))),
    decrypt: (ciphertext) => decryptBase64(ciphertext, operations.decrypt, modulusBytes),
  }
}

/** Makes a public key, likewise. */
export function createPublicKey(operations: PublicOperations, modulusBytes: number): PublicKey {
  // OAEP spends two SHA-1 digests and two bytes of the modulus (RFC 8017 section 7.1.1).
  const maxPlaintextBytes = modulusBytes - 42
  return {
    maxPlaintextBytes,
    async verify(message, signature) {
      const bytes = decodeBase64(signature, modulusBytes)
      return bytes ? operations.verify(bytes, toBytes(message, 'message')) : false
    },
    async encrypt(plaintext) {
      const bytes = toBytes(plaintext, 'plaintext')
      if (bytes.length > maxPlaintextBytes) throw invalid('plaintext', `at most ${maxPlaintextBytes} bytes long`)
      return encodeBase64(await operations.encrypt(bytes))
    },
  }
}
