import type { Bytes } from './bytes.ts'
import type { PrivateOperations, PublicOperations } from './rsa.ts'
import { ENCRYPTION, importKey, SIGNATURE } from './subtle.ts'

// SubtleCrypto as the backend of RSA keys. Like subtle.ts, for this package's own files alone: it names types of the DOM.

/** Loads a private key from its canonical PKCS#8. */
export async function loadPrivateKey(der: Bytes): Promise<PrivateOperations> {
  const signing = await importKey('pkcs8', der, SIGNATURE, 'sign')
  // Two, of which each use takes the other: Node.js runs only one decryption per key at a time, so that on two cores two copies do 1.7 times as much.
  // An encryption takes no longer than handing it over, and gains nothing by it.
  const pair = [
    await importKey('pkcs8', der, ENCRYPTION, 'decrypt'),
    await importKey('pkcs8', der, ENCRYPTION, 'decrypt'),
  ]
  return {
    sign: (message) => crypto.subtle.sign(SIGNATURE, signing, message),
    decrypt: (ciphertext) => crypto.subtle.decrypt(ENCRYPTION, pair.reverse()[0] as CryptoKey, ciphertext),
  }
}

/** Loads a public key from its canonical SPKI. */
export async function loadPublicKey(der: Bytes): Promise<PublicOperations> {
  const verification = await importKey('spki', der, SIGNATURE, 'verify')
  const encryption = await importKey('spki', der, ENCRYPTION, 'encrypt')
  return {
    verify: (signature, message) => crypto.subtle.verify(SIGNATURE, verification, signature, message),
    encrypt: (plaintext) => crypto.subtle.encrypt(ENCRYPTION, encryption, plaintext),
  }
}
