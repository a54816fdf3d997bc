import type { Bytes } from './bytes.ts'
import type { PrivateOperations, PublicOperations } from './rsa.ts'
import { ENCRYPTION, importKey, SIGNATURE } from './subtle.ts'

// SubtleCrypto as the backend of RSA keys. Like subtle.ts, for this package's own files alone: it names types of the DOM.

/** Loads a private key from its canonical PKCS#8. */
export async function loadPrivateKey(der: Bytes): Promise<PrivateOperations> {
  const signing = await importKey('pkcs8', der, SIGNATURE, 'sign')
  const decryption = await importTwice('pkcs8', der, 'decrypt')
  return {
    sign: (message) => crypto.subtle.sign(SIGNATURE, signing, message),
    decrypt: (ciphertext) => crypto.subtle.decrypt(ENCRYPTION, decryption(), ciphertext),
  }
}

/** Loads a public key from its canonical SPKI. */
export async function loadPublicKey(der: Bytes): Promise<PublicOperations> {
  const verification = await importKey('spki', der, SIGNATURE, 'verify')
  const encryption = await importTwice('spki', der, 'encrypt')
  return {
    verify: (signature, message) => crypto.subtle.verify(SIGNATURE, verification, signature, message),
    encrypt: (plaintext) => crypto.subtle.encrypt(ENCRYPTION, encryption(), plaintext),
  }
}

/**
 * Imports a key for encryption or decryption twice, and gives the copies in turn: Node.js runs only one RSA-OAEP
 * operation per key at a time, so that on two cores two copies do 1.7 times as much.
 */
async function importTwice(
  format: 'pkcs8' | 'spki',
  der: Bytes,
  usage: 'encrypt' | 'decrypt',
): Promise<() => CryptoKey> {
  const one = await importKey(format, der, ENCRYPTION, usage)
  const other = await importKey(format, der, ENCRYPTION, usage)
  let uses = 0
  return () => (uses++ % 2 === 0 ? one : other)
}
