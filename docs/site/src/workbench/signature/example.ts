import { createNonce, importPrivateKey } from '@wechatpay-kit/crypto'
import { encodeBase64, toUtf8 } from '../diagnosis.ts'
import type { KeySource } from '../keys/key-ring.ts'

/** A request with the commonest mistake, and the key that signed it. */
export interface Example {
  readonly message: Uint8Array
  readonly key: KeySource
}

/** Makes an example with a key of its own: the body was serialised with blanks, and sent without. */
export async function createExample(): Promise<Example> {
  const pem = await createPrivateKey()
  const signer = await importPrivateKey(pem)
  const json = {
    appid: 'wxd678efh567hg6787',
    mchid: '1900007291',
    description: '形象店-公仔',
    out_trade_no: '1217752501201407033233368018',
    notify_url: 'https://www.example.com/notify',
    amount: { total: 100 },
  }
  const [timestamp, nonce] = [Math.floor(Date.now() / 1000), createNonce()]
  const message = ['POST', '/v3/pay/transactions/native', timestamp, nonce, JSON.stringify(json, null, 2), '']
  const signature = await signer.sign(message.join('\n'))
  const serial = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB'
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="1900007291",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serial}"`
  const lines = [
    'POST /v3/pay/transactions/native HTTP/1.1',
    'Host: api.mch.weixin.qq.com',
    'Content-Type: application/json',
    `Authorization: ${authorization}`,
    '',
    JSON.stringify(json),
  ]
  return { message: toUtf8(lines.join('\n')), key: { name: 'apiclient_key.pem', bytes: toUtf8(pem) } }
}

async function createPrivateKey(): Promise<string> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  }
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const der = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
  return `-----BEGIN PRIVATE KEY-----\n${encodeBase64(der).replace(/.{1,64}/g, '$&\n')}-----END PRIVATE KEY-----\n`
}
