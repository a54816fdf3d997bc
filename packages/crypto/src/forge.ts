/**
 * The key functions of the main entry in pure JavaScript, on node-forge, for runtimes without SubtleCrypto and as an
 * independent witness of the default.
 *
 * @module
 */

import { type Bytes, fromBinary, toBinary } from './bytes.ts'
import { InputError } from './errors.ts'
import type { KeyFile } from './key-file.ts'
import type { PrivateKey, PublicKey } from './keys.ts'
import forge from './node-forge.ts'
import type { RsaPublicKey } from './node-forge-api.ts'
import { createPrivateKey, createPublicKey } from './rsa.ts'
import { readRsaKey } from './rsa-key.ts'

/** DigestInfo of SHA-256 up to the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO = '\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20'

/** Of OAEP’s seed, as long as a SHA-1 digest; SHA-1 with an empty label is node-forge’s default. */
const SEED_BYTES = 20

/**
 * The main entry's `importPrivateKey` in pure JavaScript: the same input, the same signatures byte for byte, the same
 * errors.
 *
 * Use it only where there is no SubtleCrypto. A signature or a decryption takes about seventy times as long on Node.js (some
 * 20 ms each, `npm run bench:crypto`) and blocks the thread; its timing depends on the key, and scripts can read the key in memory.
 *
 * @param key - PKCS#8 or PKCS#1: PEM as text or bytes, DER, or base64 of either. RSA, 2048 bits or more.
 * @returns the key.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @throws InputError (`INPUT_INVALID`) where there is no secure random source.
 * @example
 * ```ts
 * import { importPrivateKey } from '@wechatpay-kit/crypto/forge'
 *
 * declare const pem: string
 * const privateKey = await importPrivateKey(pem)
 * console.log(await privateKey.sign('message'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}; RFC 5958, RFC 8017
 */
export async function importPrivateKey(key: KeyFile): Promise<PrivateKey> {
  const { der, modulusBytes } = readRsaKey(key, 'private key')
  requireSecureRandom()
  const privateKey = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(toBinary(der)))
  const operations = {
    sign: async (message: Bytes) => fromBinary(privateKey.sign(sha256(message))),
    decrypt: async (ciphertext: Bytes) => fromBinary(privateKey.decrypt(toBinary(ciphertext), 'RSA-OAEP')),
  }
  return createPrivateKey(operations, modulusBytes)
}

/**
 * The main entry's `importPublicKey` in pure JavaScript: the same input, the same verdicts, the same errors.
 *
 * Use it only where there is no SubtleCrypto: verification and encryption take several times as long (`npm run bench:crypto`)
 * and block the thread.
 *
 * @param key - SPKI or PKCS#1: PEM as text or bytes, DER, or base64 of either. RSA, 2048 bits or more.
 * @returns the key.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { importPublicKey } from '@wechatpay-kit/crypto/forge'
 *
 * declare const pem: string
 * const publicKey = await importPublicKey(pem)
 * console.log(await publicKey.encrypt('330102199001011234'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053249 | document 4013053249}; RFC 5280 section 4.1, RFC 8017
 */
export async function importPublicKey(key: KeyFile): Promise<PublicKey> {
  const { der, modulusBytes } = readRsaKey(key, 'public key')
  const publicKey = forge.pki.publicKeyFromAsn1(forge.asn1.fromDer(toBinary(der)))
  const operations = {
    async verify(signature: Bytes, message: Bytes) {
      const expected = encodeSignature(sha256(message).digest().getBytes(), modulusBytes)
      return decryptSignature(publicKey, toBinary(signature)) === expected
    },
    async encrypt(plaintext: Bytes) {
      requireSecureRandom()
      const seed = toBinary(crypto.getRandomValues(new Uint8Array(SEED_BYTES)))
      return fromBinary(publicKey.encrypt(toBinary(plaintext), 'RSA-OAEP', { seed }))
    },
  }
  return createPublicKey(operations, modulusBytes)
}

/**
 * The encoded message that a signature must be (RFC 8017 section 9.2). Building and comparing it, as section 8.2.2 does,
 * leaves nothing to parse that a forger could bend.
 */
function encodeSignature(digest: string, length: number): string {
  const padding = '\xff'.repeat(length - 3 - DIGEST_INFO.length - digest.length)
  return `\x00\x01${padding}\x00${DIGEST_INFO}${digest}`
}

/** The encoded message in a signature; `undefined` for a number that no signature of this key can be. */
function decryptSignature(publicKey: RsaPublicKey, signature: string): string | undefined {
  try {
    return forge.pki.rsa.decrypt(signature, publicKey, true, false)
  } catch {
    return undefined
  }
}

function sha256(message: Uint8Array) {
  return forge.md.sha256.create().update(toBinary(message))
}

/** Without it node-forge would silently fall back to Math.random, for OAEP's seed and for blinding private keys. */
function requireSecureRandom(): void {
  if (typeof globalThis.crypto?.getRandomValues !== 'function') {
    throw new InputError(
      'This runtime has no secure random source (crypto.getRandomValues); node-forge cannot be used in it.',
    )
  }
}
