import { request } from 'undici'

const path = '/v3/gov/subsidy/zhejiang/qualifications/alter'
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-1' }
const toDer = (/** @type {string} */ pem) => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64')

/** The same work and nothing else. @param {import('./index.mjs').Account} account */
export async function createClient({ url, merchant, platform }) {
  const [privateDer, publicDer] = [toDer(merchant.privateKey), toDer(platform.publicKey)]
  const signing = await crypto.subtle.importKey('pkcs8', privateDer, RSA, false, ['sign'])
  const verifying = await crypto.subtle.importKey('spki', publicDer, RSA, false, ['verify'])
  // Node.js runs one RSA-OAEP operation per key at a time.
  const importEncryption = () => crypto.subtle.importKey('spki', publicDer, OAEP, false, ['encrypt'])
  let [key, other] = [await importEncryption(), await importEncryption()]
  const encrypt = async (/** @type {string} */ text) => {
    ;[key, other] = [other, key]
    return Buffer.from(await crypto.subtle.encrypt(OAEP, key, Buffer.from(text))).toString('base64')
  }
  /** @type {import('./index.mjs').Client['alter']} */
  const alter = async (json) => {
    const [cert_no, name, tel] = await Promise.all([encrypt(json.cert_no), encrypt(json.name), encrypt(json.tel)])
    const sent = JSON.stringify({ ...json, cert_no, name, tel })
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')
    const timestamp = Math.floor(Date.now() / 1000)
    const message = Buffer.from(`POST\n${path}\n${timestamp}\n${nonce}\n${sent}\n`)
    const signature = Buffer.from(await crypto.subtle.sign(RSA, signing, message)).toString('base64')
    const token = `mchid="${merchant.mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${merchant.serialNumber}"`
    const head = { Accept: 'application/json', 'Content-Type': 'application/json', 'User-Agent': 'benchmark' }
    const headers = { ...head, 'Wechatpay-Serial': platform.id, Authorization: `WECHATPAY2-SHA256-RSA2048 ${token}` }
    const response = await request(url + path, { method: 'POST', headers, body: sent })
    const [text, { [`wechatpay-signature`]: claim, ...rest }] = [await response.body.text(), response.headers]
    const signed = Buffer.from(`${rest['wechatpay-timestamp']}\n${rest['wechatpay-nonce']}\n${text}\n`)
    const isVerified = await crypto.subtle.verify(RSA, verifying, Buffer.from(String(claim), 'base64'), signed)
    if (response.statusCode !== 200 || !isVerified)
      throw new Error(`The response ${response.statusCode} is not trusted.`)
    return JSON.parse(text)
  }
  return { alter }
}
