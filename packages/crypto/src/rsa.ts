import { type Bytes, decodeBase64, decryptBase64, encodeBase64, toBytes } from './bytes.ts'
import { invalid } from './errors.ts'
import type { KeyFile } from './key-file.ts'
import type { PrivateKey, PublicKey } from './keys.ts'
import { type RsaKey, readRsaKey } from './rsa-key.ts'

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

/** Everything about a private key that must be the same in every backend: files, texts, base64, lengths, errors. */
export async function createPrivateKey(
  file: KeyFile,
  load: (key: RsaKey) => Promise<PrivateOperations>,
): Promise<PrivateKey> {
  const key = readRsaKey(file, 'private key')
  const operations = await load(key)
  return {
    sign: async (message) => encodeBase64(await operations.sign(toBytes(message, 'message'))),
    decrypt: (ciphertext) => decryptBase64(ciphertext, operations.decrypt, key.modulusBytes),
  }
}

/** Everything about a public key that must be the same in every backend. */
export async function createPublicKey(
  file: KeyFile,
  load: (key: RsaKey) => Promise<PublicOperations>,
): Promise<PublicKey> {
  const key = readRsaKey(file, 'public key')
  const operations = await load(key)
  // OAEP spends two SHA-1 digests and two bytes of the modulus (RFC 8017 section 7.1.1).
  const maxPlaintextBytes = key.modulusBytes - 42
  return {
    maxPlaintextBytes,
    async verify(message, signature) {
      const bytes = decodeBase64(signature, key.modulusBytes)
      return bytes ? operations.verify(bytes, toBytes(message, 'message')) : false
    },
    async encrypt(plaintext) {
      const bytes = toBytes(plaintext, 'plaintext')
      if (bytes.length > maxPlaintextBytes) throw invalid('plaintext', `at most ${maxPlaintextBytes} bytes long`)
      return encodeBase64(await operations.encrypt(bytes))
    },
  }
}
