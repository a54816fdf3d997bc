/**
 * The key functions of the main entry on `node:crypto`, for servers on Node.js: the same keys, bytes, verdicts and errors, with
 * less CPU per call. Bun and Deno have `node:crypto` too.
 *
 * @module
 */
import {
  constants,
  type KeyObject,
  createPrivateKey as openPrivateKey,
  createPublicKey as openPublicKey,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto'
import type { Bytes } from './bytes.ts'
import { KeyFormatError } from './errors.ts'
import type { KeyFile } from './key-file.ts'
import type { PrivateKey, PublicKey } from './keys.ts'
import { runPrivate, runPublic } from './node/turn.ts'
import { createPrivateKey, createPublicKey } from './rsa.ts'
import { readRsaKey } from './rsa-key.ts'
import { loadPrivateKey, loadPublicKey } from './subtle-keys.ts'

/** RSAES-OAEP with SHA-1, MGF1-SHA-1 and an empty label. */
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

/**
 * Imports the merchant's private key, as the main entry's `importPrivateKey` does: the same input, the same signatures byte for
 * byte, the same errors.
 *
 * A signature is made on the main thread while it is the only one, and on another thread otherwise: the event loop is never
 * held for more than one at a time.
 *
 * @param key - PKCS#8 or PKCS#1 (the merchant's `apiclient_key.pem`): PEM as text or bytes, DER, or base64 of either.
 *   RSA, 2048 bits or more, without passphrase.
 * @returns a key that cannot be exported or printed.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPrivateKey } from '@wechatpay-kit/crypto/node'
 *
 * const privateKey = await importPrivateKey(await readFile('apiclient_key.pem', 'utf8'))
 * console.log(await privateKey.sign('message'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}; RFC 5958, RFC 8017
 */
export async function importPrivateKey(key: KeyFile): Promise<PrivateKey> {
  const { der, modulusBytes } = readRsaKey(key, 'private key')
  const opened = open(() => openPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }))
  const decryption = { key: opened, ...OAEP }
  const offThread = once(() => loadPrivateKey(der))
  const operations = {
    sign: (message: Bytes) =>
      runPrivate<Bytes | ArrayBuffer>(
        () => sign('sha256', message, opened) as Bytes,
        async () => (await offThread()).sign(message),
      ),
    decrypt: (ciphertext: Bytes) =>
      runPrivate<Bytes | ArrayBuffer>(
        () => privateDecrypt(decryption, ciphertext) as Bytes,
        async () => (await offThread()).decrypt(ciphertext),
      ),
  }
  return createPrivateKey(operations, modulusBytes, encode)
}

/**
 * Imports a key of WeChat Pay's, as the main entry's `importPublicKey` does: the same input, the same verdicts, the same errors.
 *
 * Verification and encryption run on the main thread, where they take no longer than handing them over would; those of a list
 * with many encrypted fields go to other threads beyond some milliseconds, so that the event loop goes on.
 *
 * @param key - SPKI or PKCS#1 (WeChat Pay's `pub_key.pem`): PEM as text or bytes, DER, or base64 of either. RSA, 2048
 *   bits or more.
 * @returns the key; its `maxPlaintextBytes` is 214 for 2048 bits.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPublicKey } from '@wechatpay-kit/crypto/node'
 *
 * const publicKey = await importPublicKey(await readFile('pub_key.pem', 'utf8'))
 * console.log(await publicKey.encrypt('330102199001011234'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053249 | document 4013053249}; RFC 5280 section 4.1, RFC 8017
 */
export async function importPublicKey(key: KeyFile): Promise<PublicKey> {
  const { der, modulusBytes } = readRsaKey(key, 'public key')
  const opened = open(() => openPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }))
  const encryption = { key: opened, ...OAEP }
  const offThread = once(() => loadPublicKey(der))
  const operations = {
    verify: (signature: Bytes, message: Bytes) =>
      runPublic(
        () => verify('sha256', message, opened, signature),
        async () => (await offThread()).verify(signature, message),
      ),
    encrypt: (plaintext: Bytes) =>
      runPublic<Bytes | ArrayBuffer>(
        () => publicEncrypt(encryption, plaintext) as Bytes,
        async () => (await offThread()).encrypt(plaintext),
      ),
  }
  return createPublicKey(operations, modulusBytes, encode, decode)
}

/** Opens a key of which everything was checked before. */
function open(openKey: () => KeyObject): KeyObject {
  try {
    return openKey()
  } catch {
    throw new KeyFormatError(
      'node:crypto refuses the key: use Node.js 20 or later, or the function of the same name in @wechatpay-kit/crypto.',
    )
  }
}

/** Writes base64; like `decode`, it takes a fifth of the time of the portable way, which is 0.7 and 1.4 µs on Node.js 20. */
function encode(bytes: Uint8Array | ArrayBuffer): string {
  return (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes as ArrayBuffer)).toString('base64')
}

/** Reads canonical base64, of so many bytes; `undefined` where it is none, because `Buffer` takes much else for it. */
function decode(text: string, length?: number): Bytes | undefined {
  if (typeof text !== 'string') return undefined
  const bytes = Buffer.from(text, 'base64')
  const isExpected = bytes.length === (length ?? bytes.length)
  return isExpected && bytes.toString('base64') === text ? bytes : undefined
}

/** Makes something at the first use, and keeps it. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => {
    made ??= make()
    return made
  }
}
