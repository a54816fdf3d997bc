// The first signature, with nothing but WebCrypto.
import { importKey, toBase64 } from './webcrypto.mjs'

/** @param {import('../data.mjs').Data} data */
export async function run({ privatePem, mchid, serialNumber, target, json, now }) {
  const key = await importKey('pkcs8', privatePem, 'RSASSA-PKCS1-v1_5', 'SHA-256', 'sign')
  const random = crypto.getRandomValues(new Uint8Array(16))
  const nonce = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const message = `POST\n${target}\n${now / 1000}\n${nonce}\n${JSON.stringify(json)}\n`
  const signature = toBase64(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, new TextEncoder().encode(message)))
  return `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${now / 1000}",serial_no="${serialNumber}"`
}
