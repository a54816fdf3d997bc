// Responds to the questions of test-vectors with the crypto package, whose keys come from one of its backends.
import { createInterface } from 'node:readline'
import {
  decryptResource,
  encryptResource,
  isSameSerialNumber,
  requestMessage,
  signedMessage,
  signRequest,
  verifySignedMessage,
} from '@wechatpay-kit/crypto'
import { readPkcs12, toPkcs8 } from '@wechatpay-kit/crypto/certificate'
import { signAppPay, signJsapiPay, signMiniProgramPay } from '@wechatpay-kit/crypto/pay-parameters'
import { readCertificate } from '@wechatpay-kit/crypto/x509'

/**
 * @typedef {Pick<typeof import('@wechatpay-kit/crypto'), 'importPrivateKey' | 'importPublicKey'>} Backend
 * @typedef {{ id: string, operation: string, input: any }} Question
 * @typedef {{ id: string, result?: object, error?: string, unsupported?: true }} Response
 * @typedef {(question: Question) => Promise<Response>} Responder
 */

const decode = (/** @type {string} */ base64) => Uint8Array.from(Buffer.from(base64, 'base64'))
const encode = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString('base64')
const toSeconds = (/** @type {Date} */ date) => date.toISOString().replace('.000', '')
const SIGN_PAYMENT = { jsapi: signJsapiPay, 'mini-program': signMiniProgramPay, app: signAppPay }

/** @param {Backend} backend @returns {Responder} */
export function createResponder({ importPrivateKey, importPublicKey }) {
  const importFile = (/** @type {string} */ file, /** @type {string | undefined} */ passphrase) =>
    importPrivateKey(passphrase === undefined ? decode(file) : toPkcs8(decode(file), passphrase))

  /** @type {Record<string, (input: any) => object | Promise<object>>} */
  const operations = {
    'compose-request': ({ body, ...request }) => ({
      message: encode(requestMessage({ ...request, body: decode(body) })),
    }),
    'compose-response': ({ body, ...content }) => ({
      message: encode(signedMessage({ ...content, body: decode(body) })),
    }),
    sign: async ({ privateKey, passphrase, message }) => ({
      signature: await (await importFile(privateKey, passphrase)).sign(decode(message)),
    }),
    async verify({ publicKey, message, signature }) {
      const key = await importPublicKey(decode(publicKey))
      if (await key.verify(decode(message), signature)) return { valid: true }
      throw refuse('SIGNATURE_MISMATCH')
    },
    async 'verify-message'({ headers, body, now, keys }) {
      const files = new Map(Object.entries(keys))
      await verifySignedMessage(
        { headers, body: decode(body) },
        { now: now * 1000, keys: (id) => (files.has(id) ? importPublicKey(decode(keys[id])) : undefined) },
      )
      return { valid: true }
    },
    encrypt: async ({ publicKey, plaintext }) => ({
      ciphertext: await (await importPublicKey(decode(publicKey))).encrypt(decode(plaintext)),
    }),
    decrypt: async ({ privateKey, ciphertext }) => ({
      plaintext: encode(await (await importFile(privateKey, undefined)).decrypt(ciphertext)),
    }),
    async 'encrypt-resource'({ plaintext, associated_data, ...options }) {
      const resource = await encryptResource(decode(plaintext), { ...options, associatedData: associated_data })
      return { ciphertext: resource.ciphertext }
    },
    'decrypt-resource': async ({ apiV3Key, ...resource }) => ({
      plaintext: encode(await decryptResource(resource, { apiV3Key })),
    }),
    async 'sign-request'({ mchid, brandId, serialNumber, privateKey, body, ...request }) {
      const signer = await importFile(privateKey, undefined)
      const identity = { ...(brandId === undefined ? { mchid } : { brandId }), serialNumber, signer }
      return { authorization: await signRequest({ ...request, body: decode(body) }, identity) }
    },
    async 'sign-payment'({ type, privateKey, ...request }) {
      const sign = SIGN_PAYMENT[/** @type {keyof typeof SIGN_PAYMENT} */ (type)]
      return sign({ ...request, signer: await importFile(privateKey, undefined) })
    },
    'read-certificate'({ file }) {
      const { serialNumber, notBefore, notAfter, publicKey } = readCertificate(decode(file))
      const dates = { notBefore: toSeconds(notBefore), notAfter: toSeconds(notAfter) }
      return { serialNumber, ...dates, publicKey: publicKey.replace(/-----.*-----|\s/g, '') }
    },
    async 'read-pkcs12'({ file, password, message }) {
      const { privateKey, certificate } = readPkcs12(decode(file), password)
      const signature = await (await importPrivateKey(privateKey)).sign(decode(message))
      return { serialNumber: certificate.serialNumber, signature }
    },
    'compare-serial-numbers': ({ one, other }) => ({ same: isSameSerialNumber(one, other) }),
  }

  return async ({ id, operation, input }) => {
    const operate = operations[operation]
    if (!operate) return { id, unsupported: true }
    try {
      return { id, result: await operate(input) }
    } catch (error) {
      const { code, name, message } = /** @type {Error & { code?: string }} */ (error)
      return { id, error: code ?? `${name}: ${message}` }
    }
  }
}

/** @param {string} code */
const refuse = (code) => Object.assign(new Error(code), { code })

/** Responds to every line of standard input. @param {Responder} respond */
export async function serveQuestions(respond) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await respond(JSON.parse(line)))}\n`)
  }
}
