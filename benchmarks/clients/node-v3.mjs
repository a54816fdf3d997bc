import { createRequire } from 'node:module'
import plugin from 'wechatpay-node-v3'

/** Its types say that it is the default export of an object. @type {any} */
const WxPay = plugin
/** The HTTP client of its README, in the version that it brings. */
const request = createRequire(createRequire(import.meta.url).resolve('wechatpay-node-v3'))('superagent')

const OFFICIAL = 'https://api.mch.weixin.qq.com'
const PATH = '/v3/gov/subsidy/zhejiang/qualifications/alter'

/**
 * As its README says: `getSignature`, `getAuthorization` and superagent for a call without a method of its own (使用),
 * `publicEncrypt` with a platform key of `get_certificates`, `verifySign` on the response. Its own download of the
 * certificates goes to the official host, so an HTTP service is injected that replaces the host (使用自定义 http 请求).
 *
 * @param {import('./index.mjs').Account} account
 * @returns {Promise<import('./index.mjs').Client>}
 */
export async function createClient({ url, merchant, apiV3Key }) {
  const pay = new WxPay({
    appid: 'wx0000000000000000',
    mchid: merchant.mchid,
    serial_no: merchant.serialNumber,
    publicKey: Buffer.from(merchant.publicKey),
    privateKey: Buffer.from(merchant.privateKey),
    key: apiV3Key,
  })
  pay.createHttp({
    async get(/** @type {string} */ official, /** @type {Record<string, string>} */ headers) {
      const { status, body } = await request.get(official.replace(OFFICIAL, url)).set(headers)
      return { status, data: body }
    },
  })
  const [{ serial_no: serial, publicKey }] = await pay.get_certificates(apiV3Key)
  const encrypt = (/** @type {string} */ text) => pay.publicEncrypt(text, publicKey)
  return {
    async alter({ cert_no, name, tel, ...rest }) {
      const params = { ...rest, cert_no: encrypt(cert_no), name: encrypt(name), tel: encrypt(tel) }
      const nonce = Math.random().toString(36).substr(2, 15)
      const timestamp = String(Math.floor(Date.now() / 1000))
      const signature = pay.getSignature('POST', nonce, timestamp, PATH, params)
      const { headers, text, body } = await request
        .post(`${url}${PATH}`)
        .send(params)
        .set({
          Accept: 'application/json',
          'Content-Type': 'application/json',
          'User-Agent': 'benchmark',
          Authorization: pay.getAuthorization(nonce, timestamp, signature),
          'Wechatpay-Serial': serial,
        })
      const isVerified = await pay.verifySign({
        timestamp: headers['wechatpay-timestamp'],
        nonce: headers['wechatpay-nonce'],
        serial: headers['wechatpay-serial'],
        signature: headers['wechatpay-signature'],
        body: text,
        apiSecret: apiV3Key,
      })
      if (!isVerified) throw new Error('The signature of the response does not match.')
      return body
    },
  }
}
