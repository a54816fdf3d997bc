/**
 * The cryptography of WeChat Pay APIv3 on WebCrypto: bytes and strings in, bytes and strings out. No I/O, no clock, no
 * dependency.
 *
 * @packageDocumentation
 */
export { type RequestIdentity, type SignableRequest, signRequest } from './authorization.ts'
export { DecryptionError, InputError, KeyFormatError, SignatureError, type SignatureErrorCode } from './errors.ts'
export type { Decrypter, Encrypter, PrivateKey, PublicKey, Signer, Verifier } from './keys.ts'
export { createNonce } from './nonce.ts'
export { decryptResource, type EncryptedResource, encryptResource } from './resource.ts'
export { isSameSerialNumber } from './serial-number.ts'
export { type SignedMessage, type VerificationOptions, verifySignedMessage } from './signed-message.ts'
export { importPrivateKey, importPublicKey } from './webcrypto.ts'
