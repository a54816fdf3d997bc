/** The code of every {@link InputError}. */
export type InputErrorCode = 'INPUT_INVALID'

/** The code of every {@link KeyFormatError}. */
export type KeyFormatErrorCode = 'KEY_FORMAT_INVALID'

/** The code of every {@link DecryptionError}. */
export type DecryptionErrorCode = 'DECRYPTION_FAILED'

/**
 * A value given by the caller cannot be used; nothing was computed. The message names the value's role and the
 * remedy, never the value itself.
 *
 * `code` is always `'INPUT_INVALID'`.
 *
 * @example
 * ```ts
 * import { encryptResource, InputError } from '@wechatpay-kit/crypto'
 *
 * const error = await encryptResource('text', { apiV3Key: 'too short' }).catch((error: unknown) => error)
 * console.log(error instanceof InputError && error.code) // INPUT_INVALID
 * ```
 */
export class InputError extends TypeError {
  override readonly name = 'InputError'
  readonly code: InputErrorCode = 'INPUT_INVALID'
}

/**
 * A key is not what was asked for; the message says what was found and what to do.
 *
 * `code` is always `'KEY_FORMAT_INVALID'`. Neither message nor cause holds key material.
 *
 * @example
 * ```ts
 * import { importPrivateKey, KeyFormatError } from '@wechatpay-kit/crypto'
 *
 * const error = await importPrivateKey('-----BEGIN NOTHING-----').catch((error: unknown) => error)
 * console.log(error instanceof KeyFormatError && error.code) // KEY_FORMAT_INVALID
 * ```
 */
export class KeyFormatError extends Error {
  override readonly name = 'KeyFormatError'
  readonly code: KeyFormatErrorCode = 'KEY_FORMAT_INVALID'
}

/**
 * Reasons for which a signed message is refused.
 *
 * | code | meaning |
 * |---|---|
 * | `SIGNATURE_HEADER_MISSING` | one of the four `Wechatpay-*` headers is absent: the message is unsigned |
 * | `SIGNATURE_HEADER_INVALID` | a header occurs twice, or holds what it cannot hold |
 * | `SIGNATURE_TYPE_UNSUPPORTED` | `Wechatpay-Signature-Type` names another algorithm |
 * | `SIGNATURE_STALE` | the timestamp is further from now than the tolerance |
 * | `SIGNATURE_KEY_UNKNOWN` | no known key has the id in `Wechatpay-Serial` |
 * | `SIGNATURE_PROBE` | a SIGNTEST probe: WeChat Pay sent a wrong signature on purpose |
 * | `SIGNATURE_MISMATCH` | the signature does not belong to this message and key |
 * | `SIGNATURE_REPLAYED` | a client accepted this signature before, for another response |
 */
export type SignatureErrorCode =
  | 'SIGNATURE_HEADER_MISSING'
  | 'SIGNATURE_HEADER_INVALID'
  | 'SIGNATURE_TYPE_UNSUPPORTED'
  | 'SIGNATURE_STALE'
  | 'SIGNATURE_KEY_UNKNOWN'
  | 'SIGNATURE_PROBE'
  | 'SIGNATURE_MISMATCH'
  | 'SIGNATURE_REPLAYED'

/**
 * A response or a notification cannot be trusted; `code` says why, see {@link SignatureErrorCode}.
 *
 * @example
 * ```ts
 * import { SignatureError, verifySignedMessage } from '@wechatpay-kit/crypto'
 *
 * const unsigned = { headers: {}, body: '{}' }
 * const error = await verifySignedMessage(unsigned, { now: Date.now(), keys: () => undefined }).catch((error: unknown) => error)
 * console.log(error instanceof SignatureError && error.code) // SIGNATURE_HEADER_MISSING
 * ```
 */
export class SignatureError extends Error {
  override readonly name = 'SignatureError'
  declare readonly code: SignatureErrorCode

  constructor(code: SignatureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * A ciphertext could not be decrypted. Wrong key, wrong length, bad padding, bad tag and bad base64 are one and the
 * same error on purpose: telling them apart would help an attacker.
 *
 * `code` is always `'DECRYPTION_FAILED'`.
 *
 * @example
 * ```ts
 * import { decryptResource, DecryptionError } from '@wechatpay-kit/crypto'
 *
 * const resource = { algorithm: 'AEAD_AES_256_GCM', nonce: 'abcdefghijkl', associated_data: '', ciphertext: 'AAAA' }
 * const error = await decryptResource(resource, { apiV3Key: '0123456789abcdef0123456789ABCDEF' }).catch((error: unknown) => error)
 * console.log(error instanceof DecryptionError && error.code) // DECRYPTION_FAILED
 * ```
 */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError'
  readonly code: DecryptionErrorCode = 'DECRYPTION_FAILED'
}

/** The error for a value that is not what its role demands. It never shows the value. */
export function invalid(role: string, demand: string): InputError {
  return new InputError(`${role} must be ${demand}.`)
}

/** Refuses a value whose text does not match a pattern. */
export function check(role: string, value: unknown, pattern: RegExp, demand: string): void {
  const text = String(value ?? '')
  if (pattern.test(text)) return
  // Often nobody sees it, as a line break or U+200E.
  const position = text.search(/[^!-~]/) + 1
  throw invalid(role, position > 0 ? `${demand}; character ${position} is a space or not ASCII` : demand)
}
