/**
 * Signs messages with SHA256withRSA (RSASSA-PKCS1-v1_5, SHA-256). All that a KMS or HSM user must supply.
 *
 * @example
 * ```ts
 * import type { Signer } from '@wechatpay-kit/crypto'
 *
 * declare const kms: { sign(algorithm: string, message: string | Uint8Array): Promise<string> }
 * const signer: Signer = { sign: (message) => kms.sign('RSASSA_PKCS1_V1_5_SHA_256', message) }
 * ```
 * @see RFC 8017 section 8.2
 */
export interface Signer {
  /**
   * Signs a message.
   *
   * @param message - UTF-8 text, or bytes.
   * @returns the signature as standard base64 with padding.
   * @throws InputError (`INPUT_INVALID`) if the message is neither, or holds half of a surrogate pair.
   */
  sign(message: string | Uint8Array): Promise<string>
}

/**
 * Checks SHA256withRSA signatures.
 *
 * @see RFC 8017 section 8.2
 */
export interface Verifier {
  /**
   * Checks a signature.
   *
   * @param message - UTF-8 text, or bytes.
   * @param signature - standard base64 with padding; anything else is `false`, not an error.
   * @returns whether the signature belongs to this message and key.
   */
  verify(message: string | Uint8Array, signature: string): Promise<boolean>
}

/**
 * Encrypts short texts with RSAES-OAEP, SHA-1, MGF1-SHA-1 and an empty label: the protocol's choice, not ours.
 *
 * @see RFC 8017 section 7.1
 */
export interface Encrypter {
  /**
   * Encrypts a text; every call gives another ciphertext.
   *
   * @param plaintext - UTF-8 text, or bytes; at most {@link PublicKey.maxPlaintextBytes} bytes.
   * @returns the ciphertext as standard base64 with padding.
   * @throws InputError (`INPUT_INVALID`) if the text is longer than the key allows.
   */
  encrypt(plaintext: string | Uint8Array): Promise<string>
}

/**
 * Decrypts ciphertexts of an {@link Encrypter}.
 *
 * @see RFC 8017 section 7.1
 */
export interface Decrypter {
  /**
   * Decrypts a ciphertext.
   *
   * @param ciphertext - standard base64 with padding.
   * @returns the plaintext as bytes.
   * @throws DecryptionError (`DECRYPTION_FAILED`), the same for every cause.
   */
  decrypt(ciphertext: string): Promise<Uint8Array>
}

/** The merchant's key: signs requests and decrypts the fields of responses. Holds no readable key material. */
export interface PrivateKey extends Signer, Decrypter {}

/** A key of WeChat Pay's: verifies responses and notifications, and encrypts the fields of requests. */
export interface PublicKey extends Verifier, Encrypter {
  /** The longest plaintext in bytes: 214 for a 2048-bit key. */
  readonly maxPlaintextBytes: number
}
