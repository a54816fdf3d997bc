// The cryptography of the other side, on OpenSSL: no code of the packages that are proved.
/** @import { KeyObject } from 'node:crypto' */
import { constants, privateDecrypt, publicEncrypt, sign, verify } from 'node:crypto'

/** Padding of encrypted fields. */
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

/** Encrypts a text of a field. @param {KeyObject} key @param {string} text */
export function encryptText(key, text) {
  return publicEncrypt({ key, ...OAEP }, Buffer.from(text)).toString('base64')
}

/** Decrypts a text; `undefined` if it is no ciphertext for the key. @param {KeyObject} key @param {unknown} text */
export function decryptText(key, text) {
  try {
    return privateDecrypt({ key, ...OAEP }, Buffer.from(String(text), 'base64')).toString()
  } catch {
    return undefined
  }
}

/** Signs a text. @param {KeyObject} key @param {string} text */
export function signText(key, text) {
  return sign('sha256', Buffer.from(text), key).toString('base64')
}

/** Tells whether a text has this signature. @param {KeyObject} key @param {string} text @param {string} signature */
export function isSigned(key, text, signature) {
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'))
}
