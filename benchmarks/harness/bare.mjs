// The steps of an alter call and nothing else: no checks, no deadline, no errors that explain.
import { Buffer } from 'node:buffer'
import nodeCrypto, { constants } from 'node:crypto'

/** The body of every response. */
export const BODY = JSON.stringify({ resp_code: '000000', resp_desc: 'success', auth_code: '330000123456789012345678' })

const path = '/v3/gov/subsidy/zhejiang/qualifications/alter'
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-1' }
const toDer = (/** @type {string} */ pem) => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64')

/** @typedef {ArrayBuffer | Uint8Array} Bytes */
/**
 * @typedef {object} Operations
 * @property {(text: string) => Promise<Bytes> | Bytes} encrypt
 * @property {(message: Buffer<ArrayBuffer>) => Promise<Bytes> | Bytes} sign
 * @property {(signature: Buffer<ArrayBuffer>, message: Buffer<ArrayBuffer>) => Promise<boolean> | boolean} verify
 */

/** @param {{ privateKey: string, publicKey: string }} keys @returns {Promise<Operations>} */
export async function createWebOperations({ privateKey, publicKey }) {
  const [privateDer, publicDer] = [toDer(privateKey), toDer(publicKey)]
  const signing = await crypto.subtle.importKey('pkcs8', privateDer, RSA, false, ['sign'])
  const verifying = await crypto.subtle.importKey('spki', publicDer, RSA, false, ['verify'])
  const encrypting = await crypto.subtle.importKey('spki', publicDer, OAEP, false, ['encrypt'])
  return {
    encrypt: (text) => crypto.subtle.encrypt(OAEP, encrypting, Buffer.from(text)),
    sign: (message) => crypto.subtle.sign(RSA, signing, message),
    verify: (signature, message) => crypto.subtle.verify(RSA, verifying, signature, message),
  }
}

/** @param {{ privateKey: string, publicKey: string }} keys @returns {Operations} */
export function createNodeOperations({ privateKey, publicKey }) {
  const [signing, verifying] = [nodeCrypto.createPrivateKey(privateKey), nodeCrypto.createPublicKey(publicKey)]
  const encryption = { key: verifying, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return {
    encrypt: (text) => nodeCrypto.publicEncrypt(encryption, Buffer.from(text)),
    sign: (message) => nodeCrypto.sign('sha256', message, signing),
    verify: (signature, message) => nodeCrypto.verify('sha256', message, verifying, signature),
  }
}

/**
 * @param {{ mchid: string, serialNumber: string, id: string }} account
 * @param {Operations} operations
 * @param {(url: string, request: RequestInit) => Promise<Response>} transport
 */
export function createBare({ mchid, serialNumber, id }, { encrypt, sign, verify }, transport) {
  const toBase64 = (/** @type {Bytes} */ bytes) => Buffer.from(/** @type {ArrayBuffer} */ (bytes)).toString('base64')
  const encryptField = async (/** @type {string} */ text) => toBase64(await encrypt(text))
  return async (/** @type {any} */ json) => {
    const values = [json.cert_no, json.name, json.tel]
    const [cert_no, name, tel] = await Promise.all(values.map(encryptField))
    const body = JSON.stringify({ ...json, cert_no, name, tel })
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')
    const timestamp = Math.floor(Date.now() / 1000)
    const signature = toBase64(await sign(Buffer.from(`POST\n${path}\n${timestamp}\n${nonce}\n${body}\n`)))
    const token = `mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serialNumber}"`
    const head = { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': 'benchmark' }
    const headers = { ...head, 'Wechatpay-Serial': id, Authorization: `WECHATPAY2-SHA256-RSA2048 ${token}` }
    const response = await transport(`https://api.mch.weixin.qq.com${path}`, { method: 'POST', headers, body })
    const text = await response.text()
    const read = (/** @type {string} */ header) => String(response.headers.get(`wechatpay-${header}`))
    const signed = Buffer.from(`${read('timestamp')}\n${read('nonce')}\n${text}\n`)
    if (!response.ok || !(await verify(Buffer.from(read('signature'), 'base64'), signed)))
      throw new Error('The response is not trusted.')
    return JSON.parse(text)
  }
}
