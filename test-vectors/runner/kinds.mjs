// What a vector of each kind asks: one operation, and of a valid vector often its inverse too. PROTOCOL.md has the table.
import { createPublicKey, sign } from 'node:crypto'
import vectors from '../index.cjs'
import { checkAuthorization, checkCiphertext, checkSignature } from './checks.mjs'

/**
 * @typedef {{ input: any, result: 'valid' | 'invalid' | 'acceptable', reason?: string, output?: any }} Content
 * @typedef {Content & { id: string, comment: string }} AnyVector
 * @typedef {Omit<import('./cases.mjs').Case, 'id' | 'kind' | 'comment'> & { name?: string }} Question
 */

const VALID = { valid: true }

/** The message that key files sign: any would do. */
const MESSAGE = 'key file'

/** Standard base64 of text or bytes of a vector. @param {string | { base64: string }} value */
const encode = (value) => (typeof value === 'string' ? Buffer.from(value).toString('base64') : value.base64)

/** Standard base64 of a file. @param {string} path */
const file = (path) => Buffer.from(vectors.readBytes(path)).toString('base64')

/** The public key of a file as SPKI, in standard base64. @param {string} path */
const spki = (path) =>
  createPublicKey(Buffer.from(vectors.readBytes(path)))
    .export({ format: 'der', type: 'spki' })
    .toString('base64')

/** @type {Record<string, (vector: Content) => Question[]>} */
export const kinds = {
  'canonical-messages': ({ input: { type, body, ...fields }, output, ...verdict }) => {
    const input = { ...fields, body: encode(body) }
    const wanted = output && { message: encode(output.message) }
    const operation = type === 'request' ? 'compose-request' : 'compose-response'
    const composed = { operation, input, output: wanted, ...verdict }
    if (!output?.signature) return [composed]
    const { signature, publicKey } = output
    const signed = { publicKey: file(publicKey), ...wanted, signature }
    return [composed, { operation: 'verify', input: signed, output: VALID, ...verdict }]
  },

  signatures: ({ input: { publicKey, privateKey, message, signature }, ...verdict }) => {
    const bytes = encode(message)
    const input = { publicKey: file(publicKey), message: bytes, signature }
    const verified = { operation: 'verify', input, output: VALID, ...verdict }
    if (!privateKey) return [verified]
    const made = { privateKey: file(privateKey), message: bytes }
    return [verified, { operation: 'sign', input: made, output: { signature }, ...verdict }]
  },

  'signed-messages': ({ input: { headers, body, now, keys }, ...verdict }) => {
    const files = Object.entries(keys).map(([id, path]) => [id, file(path)])
    const input = { headers, body: encode(body), now, keys: Object.fromEntries(files) }
    return [{ operation: 'verify-message', input, output: VALID, ...verdict }]
  },

  ciphertexts: ({ input: { privateKey, publicKey, ciphertext, plaintext }, output, ...verdict }) => {
    if (plaintext !== undefined) {
      return [{ operation: 'encrypt', input: { publicKey: file(publicKey), plaintext: encode(plaintext) }, ...verdict }]
    }
    const input = { privateKey: file(privateKey), ciphertext }
    if (!output) return [{ operation: 'decrypt', input, ...verdict }]
    const wanted = { plaintext: encode(output.plaintext) }
    const check = checkCiphertext(privateKey, wanted.plaintext)
    const encrypted = { operation: 'encrypt', input: { publicKey: file(publicKey), ...wanted }, check, ...verdict }
    return [
      { operation: 'decrypt', input, output: wanted, ...verdict },
      { ...encrypted, name: 'encrypt' },
      { ...encrypted, name: 'encrypt-again', differsFrom: 'encrypt' },
    ]
  },

  resources: ({ input, output, ...verdict }) => {
    if (!output) return [{ operation: 'decrypt-resource', input, ...verdict }]
    const { algorithm: _, ciphertext, ...parameters } = input
    const wanted = { plaintext: encode(output.plaintext) }
    return [
      { operation: 'decrypt-resource', input, output: wanted, ...verdict },
      { operation: 'encrypt-resource', input: { ...parameters, ...wanted }, output: { ciphertext }, ...verdict },
    ]
  },

  'authorization-headers': ({ input: { privateKey, body, ...fields }, output, ...verdict }) => {
    const input = { ...fields, privateKey: file(privateKey), body: encode(body) }
    return [{ operation: 'sign-request', input, ...(output && { check: checkAuthorization(output) }), ...verdict }]
  },

  'pay-parameters': ({ input: { privateKey, ...fields }, output, ...verdict }) => [
    { operation: 'sign-payment', input: { ...fields, privateKey: file(privateKey) }, output, ...verdict },
  ],

  'key-files': ({ input: { purpose, file: path, ...fields }, output, ...verdict }) => {
    const message = encode(MESSAGE)
    if (purpose === 'private') {
      const input = { privateKey: file(path), ...fields, message }
      return [
        { operation: 'sign', input, ...(output && { check: checkSignature(output.publicKey, MESSAGE) }), ...verdict },
      ]
    }
    const signer = Buffer.from(vectors.readBytes(output?.privateKey ?? 'keys/merchant.private.pem'))
    const signature = sign('sha256', Buffer.from(MESSAGE), signer).toString('base64')
    const input = { publicKey: file(path), ...fields, message, signature }
    return [{ operation: 'verify', input, output: VALID, ...verdict }]
  },

  certificates: ({ input: { file: path, password }, output, ...verdict }) => {
    if (password === undefined) {
      const wanted = output && { ...output, publicKey: spki(output.publicKey) }
      return [{ operation: 'read-certificate', input: { file: file(path) }, output: wanted, ...verdict }]
    }
    const input = { file: file(path), password, message: encode(MESSAGE) }
    const check = output && checkSignature(output.publicKey, MESSAGE, { serialNumber: output.serialNumber })
    return [{ operation: 'read-pkcs12', input, ...(check && { check }), ...verdict }]
  },

  'serial-numbers': ({ input, output, ...verdict }) => [
    { operation: 'compare-serial-numbers', input, output, ...verdict },
  ],
}
