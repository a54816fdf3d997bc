import { decryptBase64, encodeBase64, toBytes } from './bytes.ts'
import { check, invalid } from './errors.ts'
import { importKey } from './subtle.ts'

/** An encrypted resource of a notification or of the certificate list, as on the wire. */
export interface EncryptedResource {
  /** `AEAD_AES_256_GCM`; nothing else is accepted. */
  readonly algorithm: string
  /** The nonce: 12 bytes of text as a rule; others work where the runtime’s WebCrypto takes them. */
  readonly nonce: string
  /** Associated data, authenticated but not encrypted; absent, `null` and empty mean the same. */
  readonly associated_data?: string | null | undefined
  /** Ciphertext and 16-byte tag as standard base64. */
  readonly ciphertext: string
}

/**
 * Decrypts the `resource` of a notification, or a platform certificate. Verify the notification's signature first.
 *
 * @param resource - the object as on the wire.
 * @param options - `apiV3Key`: the merchant's APIv3 key (APIv3密钥), 32 bytes as text.
 * @returns the plaintext as bytes, after the tag was checked.
 * @throws InputError (`INPUT_INVALID`) if the key is not 32 bytes, or the resource is of another algorithm or shape.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`) where there is no SubtleCrypto.
 * @throws DecryptionError (`DECRYPTION_FAILED`) for everything else.
 * @example
 * ```ts
 * import { decryptResource } from '@wechatpay-kit/crypto'
 *
 * const bytes = await decryptResource(
 *   {
 *     algorithm: 'AEAD_AES_256_GCM',
 *     nonce: 'abcdefghijkl',
 *     associated_data: '',
 *     ciphertext: 'YOZz7B4SEXLU52MZpC6rDP+K4zN6eCY4NigtLeuv8wTMtav0bMwIYw==',
 *   },
 *   { apiV3Key: '0123456789abcdef0123456789ABCDEF' },
 * )
 * console.log(JSON.parse(new TextDecoder().decode(bytes))) // { hello: '微信支付' }
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}; RFC 5116 section 5.2
 */
export async function decryptResource(
  resource: EncryptedResource,
  options: { readonly apiV3Key: string },
): Promise<Uint8Array> {
  const parameters = readParameters(resource)
  const key = await importAesKey(options.apiV3Key, 'decrypt')
  return decryptBase64(resource.ciphertext, (bytes) => crypto.subtle.decrypt(parameters, key, bytes))
}

/**
 * Encrypts a resource as WeChat Pay does, for tests and sandboxes.
 *
 * @param plaintext - UTF-8 text, or bytes.
 * @param options - `apiV3Key`: 32 bytes as text. `nonce`: default 12 fresh random characters; never use one twice with
 *   the same key. `associatedData`: default empty.
 * @returns the object as on the wire.
 * @throws InputError (`INPUT_INVALID`) if the key is not 32 bytes or the nonce is empty.
 * @example
 * ```ts
 * import { decryptResource, encryptResource } from '@wechatpay-kit/crypto'
 *
 * const apiV3Key = '0123456789abcdef0123456789ABCDEF'
 * const resource = await encryptResource('{"id":1}', { apiV3Key, associatedData: 'transaction' })
 * console.log(new TextDecoder().decode(await decryptResource(resource, { apiV3Key }))) // {"id":1}
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}; RFC 5116 section 5.2
 */
export async function encryptResource(
  plaintext: string | Uint8Array,
  options: {
    readonly apiV3Key: string
    readonly nonce?: string | undefined
    readonly associatedData?: string | undefined
  },
): Promise<EncryptedResource> {
  const resource = {
    algorithm: 'AEAD_AES_256_GCM',
    nonce: options.nonce ?? encodeBase64(crypto.getRandomValues(new Uint8Array(9))),
    associated_data: options.associatedData ?? '',
  }
  const parameters = readParameters(resource)
  const key = await importAesKey(options.apiV3Key, 'encrypt')
  const ciphertext = await crypto.subtle.encrypt(parameters, key, toBytes(plaintext, 'plaintext'))
  return { ...resource, ciphertext: encodeBase64(ciphertext) }
}

function readParameters({ algorithm, nonce, associated_data }: Omit<EncryptedResource, 'ciphertext'>): AesGcmParams {
  check('algorithm', algorithm, /^AEAD_AES_256_GCM$/, 'AEAD_AES_256_GCM')
  const iv = toBytes(nonce, 'nonce')
  if (iv.length === 0) throw invalid('nonce', 'a text of 12 bytes')
  return { name: 'AES-GCM', iv, additionalData: toBytes(associated_data ?? '', 'associated_data') }
}

function importAesKey(apiV3Key: string, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const key = toBytes(apiV3Key, 'apiV3Key')
  // A shorter key would silently select AES-128.
  if (key.length !== 32) throw invalid('apiV3Key', `32 bytes, as set on the merchant platform, not ${key.length}`)
  return importKey('raw', key, 'AES-GCM', usage)
}
