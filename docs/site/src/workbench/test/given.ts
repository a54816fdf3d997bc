// What the tests give to the workbench: keys of the test vectors, and messages that are signed with them.
import { createPrivateKey, sign } from 'node:crypto'
import { readBytes, readPem } from '@wechatpay-kit/test-vectors'
import { type KeyRing, openKeys } from '../keys/key-ring.ts'

export const NOW: number = Math.floor(Date.now() / 1000)
export const NONCE = '5crhJRmybPB3Y5Xi'
export const TARGET = '/v3/pay/transactions/jsapi?plate=%E7%B2%A4B&mchid=1'
export const BODY = '{"description":"门店/1","amount":{"total":1}}'
const MCHID = '1900007291'
export const SERIAL = '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB'

export const pem = (name: string): string => readPem(name as 'merchant.private')
export const certificate = (name: string): Uint8Array => readBytes(`certificates/${name}`)

/** Opens texts and files as the field for keys does. */
export function ringOf(...contents: readonly (string | Uint8Array)[]): Promise<KeyRing> {
  const sources = contents.map((content, index) => ({
    name: `file ${index + 1}`,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  }))
  return openKeys(sources, [])
}

export const signText = (text: string, key = 'merchant.private'): string =>
  sign('sha256', Buffer.from(text), createPrivateKey(pem(key))).toString('base64')

export const messageOf = (method = 'POST', target = TARGET, time: number | string = NOW, body = BODY): string =>
  `${method}\n${target}\n${time}\n${NONCE}\n${body}\n`

/** A request whose signature is that of a message, which is the right one unless another is given. */
export function requestOf(
  signed = messageOf(),
  {
    mchid = MCHID,
    serial = SERIAL,
    time = String(NOW),
    key = 'merchant.private',
    body = BODY,
    line = `POST ${TARGET} HTTP/1.1`,
  } = {},
): string {
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${NONCE}",signature="${signText(signed, key)}",timestamp="${time}",serial_no="${serial}"`
  return `${line}\nHost: api.mch.weixin.qq.com\nAuthorization: ${authorization}\n\n${body}`
}

/** A notification as WeChat Pay sends it: signed for one body, and with another where that is given. */
export function notificationOf(
  signed: string,
  { body = signed, serial = 'PUB_KEY_ID_PLATFORM', time = NOW, signature = '' } = {},
): string {
  return [
    'POST /notify HTTP/1.1',
    'Content-Type: application/json',
    `Wechatpay-Timestamp: ${time}`,
    `Wechatpay-Nonce: ${NONCE}`,
    `Wechatpay-Serial: ${serial}`,
    `Wechatpay-Signature: ${signature || signText(`${time}\n${NONCE}\n${signed}\n`, 'platform.private')}`,
    '',
    body,
  ].join('\n')
}
