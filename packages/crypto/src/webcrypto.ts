import { KeyFormatError } from './errors.ts'
import { type KeyLabel, readKey } from './key-format.ts'
import type { PrivateKey, PublicKey } from './keys.ts'
import { createPrivateKey, createPublicKey } from './rsa.ts'
import { importFor, type Usage } from './subtle.ts'

/**
 * Imports the merchant's private key for signing requests and decrypting the fields of answers. Import once and keep
 * the result: an import costs as much as a signature.
 *
 * @param key - PKCS#8: PEM text (the merchant's `apiclient_key.pem`), or DER bytes. RSA, 2048 bits or more.
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
export function importPrivateKey(key: string | Uint8Array): Promise<PrivateKey> {
  return createPrivateKey(key, load)
}

/**
 * Imports a key of WeChat Pay's for verifying answers and encrypting the fields of requests.
 *
 * @param key - SPKI: PEM text (WeChat Pay's `pub_key.pem`), or DER bytes. RSA, 2048 bits or more.
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
export function importPublicKey(key: string | Uint8Array): Promise<PublicKey> {
  return createPublicKey(key, load)
}

/**
 * Imports a key as often as WebCrypto needs it: once for signatures, as it ties a key to one algorithm, and twice for
 * encryption, to be used in turn. Node.js runs only one RSA-OAEP operation per key at a time; two keys decrypt 1.7 times
 * as much.
 */
async function load<Result>(
  key: string | Uint8Array,
  label: KeyLabel,
  format: 'pkcs8' | 'spki',
  signature: Usage,
  encryption: Usage,
): Promise<[size: number, Operation<Result>, Operation<ArrayBuffer>]> {
  const [der, size] = readKey(key, label)
  try {
    const operation = await importFor<Result>(signature, format, der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' })
    const transforms = [
      await importFor(encryption, format, der, { name: 'RSA-OAEP', hash: 'SHA-1' }),
      await importFor(encryption, format, der, { name: 'RSA-OAEP', hash: 'SHA-1' }),
    ]
    return [size, operation, (bytes) => (transforms.reverse() as [Operation<ArrayBuffer>])[0](bytes)]
  } catch {
    throw new KeyFormatError('SubtleCrypto fails (https?): use @wechatpay-kit/crypto/forge.')
  }
}

type Operation<Result> = (...data: Uint8Array<ArrayBuffer>[]) => Promise<Result>
