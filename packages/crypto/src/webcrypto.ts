import type { KeyFile } from './key-file.ts'
import type { PrivateKey, PublicKey } from './keys.ts'
import { createPrivateKey, createPublicKey } from './rsa.ts'
import { readRsaKey } from './rsa-key.ts'
import { loadPrivateKey, loadPublicKey } from './subtle-keys.ts'

/**
 * Imports the merchant's private key for signing requests and decrypting the fields of responses. Import once and keep
 * the result: an import costs as much as a signature.
 *
 * @param key - PKCS#8 or PKCS#1 (the merchant's `apiclient_key.pem`): PEM as text or bytes, DER, or base64 of either.
 *   RSA, 2048 bits or more, without passphrase.
 * @returns a key that cannot be exported or printed.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPrivateKey } from '@wechatpay-kit/crypto'
 *
 * const privateKey = await importPrivateKey(await readFile('apiclient_key.pem', 'utf8'))
 * console.log(await privateKey.sign('message'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012365336 | document 4012365336}; RFC 5958, RFC 8017
 */
export async function importPrivateKey(key: KeyFile): Promise<PrivateKey> {
  const { der, modulusBytes } = readRsaKey(key, 'private key')
  return createPrivateKey(await loadPrivateKey(der), modulusBytes)
}

/**
 * Imports a key of WeChat Pay's for verifying responses and notifications and encrypting the fields of requests.
 *
 * @param key - SPKI or PKCS#1 (WeChat Pay's `pub_key.pem`): PEM as text or bytes, DER, or base64 of either. RSA, 2048
 *   bits or more.
 * @returns the key; its `maxPlaintextBytes` is 214 for 2048 bits.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) that says what was found and what to do.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { importPublicKey } from '@wechatpay-kit/crypto'
 *
 * const publicKey = await importPublicKey(await readFile('pub_key.pem', 'utf8'))
 * console.log(await publicKey.encrypt('330102199001011234'))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4013053249 | document 4013053249}; RFC 5280 section 4.1, RFC 8017
 */
export async function importPublicKey(key: KeyFile): Promise<PublicKey> {
  const { der, modulusBytes } = readRsaKey(key, 'public key')
  return createPublicKey(await loadPublicKey(der), modulusBytes)
}
