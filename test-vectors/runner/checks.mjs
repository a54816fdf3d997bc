// Judges results of which there are many right ones: with node:crypto, which is OpenSSL and no code of this repository.
import { constants, privateDecrypt, verify } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import vectors from '../index.cjs'
import { show } from './show.mjs'

/** @typedef {import('./cases.mjs').Check} Check */

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/

/**
 * A ciphertext is right if the private key decrypts it to the plaintext.
 *
 * @param {string} privateKey path of its file
 * @param {string} plaintext as standard base64
 * @returns {Check}
 */
export function checkCiphertext(privateKey, plaintext) {
  return {
    wanted: `{"ciphertext":…}, RSAES-OAEP with SHA-1, MGF1-SHA-1 and an empty label, of the plaintext ${plaintext || 'of no bytes'}`,
    findFault({ ciphertext, ...others }) {
      const fault = findStrangeMember(others) ?? findBase64Fault('ciphertext', ciphertext)
      if (fault) return fault
      try {
        const key = {
          key: Buffer.from(vectors.readBytes(privateKey)),
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: 'sha1',
        }
        const found = privateDecrypt(key, Buffer.from(String(ciphertext), 'base64')).toString('base64')
        return found === plaintext ? undefined : `a ciphertext of ${found || 'no bytes'}`
      } catch {
        return 'a ciphertext that cannot be decrypted so'
      }
    },
  }
}

/**
 * A signature is right if the public key verifies it.
 *
 * @param {string} publicKey path of its file
 * @param {string} message
 * @param {Record<string, unknown>} [beside] what the result holds beside the signature
 * @returns {Check}
 */
export function checkSignature(publicKey, message, beside = {}) {
  const others = Object.entries(beside).map(([name, value]) => `"${name}":${JSON.stringify(value)},`)
  return {
    wanted: `{${others.join('')}"signature":…}, SHA256withRSA of the message, made with the key of the file`,
    findFault({ signature, ...rest }) {
      if (!isDeepStrictEqual(rest, beside)) return `${show(rest)} beside the signature`
      const fault = findBase64Fault('signature', signature)
      if (fault) return fault
      const key = Buffer.from(vectors.readBytes(publicKey))
      const isRight = verify('sha256', Buffer.from(message), key, Buffer.from(String(signature), 'base64'))
      return isRight ? undefined : 'a signature of another key, message or algorithm'
    },
  }
}

/**
 * An Authorization header is right if its type and its parameters are; their order is free, as WeChat Pay's documents say.
 *
 * @param {{ authorization: string }} output
 * @returns {Check}
 */
export function checkAuthorization(output) {
  const right = readAuthorization(output.authorization)
  return {
    wanted: `${JSON.stringify(output)}, the parameters in any order`,
    findFault({ authorization, ...others }) {
      const strange = findStrangeMember(others)
      if (strange) return strange
      const header = typeof authorization === 'string' ? readAuthorization(authorization) : undefined
      if (!header) return 'no header of the form: type name="value",name="value"'
      if (header.type !== right?.type) return `the type ${show(header.type)}`
      const wrong = Object.entries(right.parameters).find(([name, value]) => header.parameters[name] !== value)
      if (wrong) return `another ${wrong[0]}, or none`
      const extra = Object.keys(header.parameters).find((name) => !(name in right.parameters))
      return extra === undefined ? undefined : `the parameter ${show(extra)} too`
    },
  }
}

/** @param {string} header */
function readAuthorization(header) {
  const [, type, list] = /^([\w-]+) ((?:[a-z_]+="[^",]*"(?:,|$))+)$/.exec(header) ?? []
  if (type === undefined || list === undefined || list.endsWith(',')) return undefined
  const pairs = [...list.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])
  const parameters = Object.fromEntries(pairs)
  // A name that comes twice.
  if (Object.keys(parameters).length !== pairs.length) return undefined
  return { type, parameters: /** @type {Record<string, string>} */ (parameters) }
}

/** @param {string} name @param {unknown} value */
function findBase64Fault(name, value) {
  const isBase64 = typeof value === 'string' && value !== '' && BASE64.test(value)
  return isBase64 ? undefined : `a ${name} that is no standard base64 with padding`
}

/** @param {Record<string, unknown>} others */
function findStrangeMember(others) {
  const [name] = Object.keys(others)
  return name === undefined ? undefined : `the member ${show(name)} too`
}
