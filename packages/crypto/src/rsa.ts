import { decodeBase64, decryptBase64, encodeBase64 } from './base64.ts'
import { toBytes } from './bytes.ts'
import { invalid } from './errors.ts'
import type { KeyLabel } from './key-format.ts'
import type { PrivateKey, PublicKey } from './keys.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Transform = (bytes: Bytes) => Promise<ArrayBuffer | Bytes>
type Verify = (signature: Bytes, message: Bytes) => Promise<boolean>

/**
 * What a backend supplies: it checks a key with `readKey`, and gives the length of its modulus in bytes and its two
 * operations. They take bytes, and throw anything for a failure.
 */
export type Load<Operation> = (
  key: string | Uint8Array,
  label: KeyLabel,
  format: 'pkcs8' | 'spki',
  signature: 'sign' | 'verify',
  encryption: 'decrypt' | 'encrypt',
) => Promise<[size: number, operation: Operation, transform: Transform]>

/** Everything about a private key that must be the same in every backend: texts, base64, lengths, errors. */
export async function createPrivateKey(key: string | Uint8Array, load: Load<Transform>): Promise<PrivateKey> {
  const [size, sign, decrypt] = await load(key, 'PRIVATE KEY', 'pkcs8', 'sign', 'decrypt')
  return {
    sign: async (message) => encodeBase64(await sign(toBytes(message, 'message'))),
    decrypt: async (ciphertext) => decryptBase64(ciphertext, decrypt, size),
  }
}

/** Everything about a public key that must be the same in every backend. */
export async function createPublicKey(key: string | Uint8Array, load: Load<Verify>): Promise<PublicKey> {
  const [size, verify, encrypt] = await load(key, 'PUBLIC KEY', 'spki', 'verify', 'encrypt')
  // OAEP spends two SHA-1 digests and two bytes of the modulus (RFC 8017 section 7.1.1).
  const maxPlaintextBytes = size - 42
  return {
    maxPlaintextBytes,
    async verify(message, signature) {
      const bytes = decodeBase64(signature, size)
      return bytes ? verify(bytes, toBytes(message, 'message')) : false
    },
    async encrypt(plaintext) {
      const bytes = toBytes(plaintext, 'plaintext')
      if (bytes.length > maxPlaintextBytes) throw invalid('plaintext', `0 to ${maxPlaintextBytes} bytes`)
      return encodeBase64(await encrypt(bytes))
    },
  }
}
