/**
 * The cryptography of WeChat Pay APIv3 on WebCrypto: bytes and strings in, bytes and strings out. No I/O, no clock, no
 * dependency.
 *
 * @module
 */
export { createNonce, type RequestIdentity, signRequest } from './authorization.ts'
export type { Bytes } from './bytes.ts'
export { requestMessage, type SignableRequest, type SignedContent, signedMessage } from './canonical-message.ts'
export {
  DecryptionError,
  type DecryptionErrorCode,
  InputError,
  type InputErrorCode,
  KeyFormatError,
  type KeyFormatErrorCode,
  SignatureError,
  type SignatureErrorCode,
} from './errors.ts'
export type { KeyFile } from './key-file.ts'
export type { Decrypter, Encrypter, PrivateKey, PublicKey, Signer, Verifier } from './keys.ts'
export { decryptResource, type EncryptedResource, encryptResource } from './resource.ts'
export { isSameSerialNumber } from './serial-number.ts'
export { type SignedMessage, type VerificationOptions, verifySignedMessage } from './signed-message.ts'
export { importPrivateKey, importPublicKey } from './webcrypto.ts'
