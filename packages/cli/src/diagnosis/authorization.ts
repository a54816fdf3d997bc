import { isSameSerialNumber } from '@wechatpay-kit/crypto'
import type { Finding } from './finding.ts'
import type { Known } from './known.ts'
import type { Wording } from './wording.ts'

/** Seconds that WeChat Pay's clock and a request's may differ. */
const TOLERANCE = 300

/** Fields of an `Authorization`. */
export interface Authorization {
  readonly mchid: string
  readonly nonce: string
  readonly signature: string
  readonly timestamp: string
  readonly serialNumber: string
}

/** Reads the value of a header `Authorization`; a finding says what is wrong with it. */
export function readAuthorization(value: string | undefined): Authorization | Finding {
  const problem = (en: string, zh: string): Finding => ({
    check: 'authorization',
    status: 'problem',
    text: { en, zh },
    remedy: {
      en: 'Send Authorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…".',
      zh: '发送 Authorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",signature="…",timestamp="…",serial_no="…"。',
    },
  })
  if (value === undefined) return problem('The request has no Authorization.', '请求没有 Authorization。')
  const [scheme = '', ...rest] = value.split(' ')
  const isBrand = scheme === 'WECHATPAY-BRAND-SHA256-RSA2048'
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048' && !isBrand)
    return problem(
      'Authorization begins with another scheme than WECHATPAY2-SHA256-RSA2048.',
      'Authorization 的认证类型不是 WECHATPAY2-SHA256-RSA2048。',
    )
  const fields = Object.fromEntries(
    [...rest.join(' ').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, text]) => [name, text]),
  )
  const id = isBrand ? 'brand_id' : 'mchid'
  const missing = [id, 'nonce_str', 'signature', 'timestamp', 'serial_no'].filter((name) => !fields[name])
  if (missing.length > 0)
    return problem(
      `Authorization lacks ${missing.join(', ')} in quotation marks.`,
      `Authorization 缺少带引号的 ${missing.join('、')}。`,
    )
  const {
    [id]: mchid = '',
    nonce_str: nonce = '',
    signature = '',
    timestamp = '',
    serial_no: serialNumber = '',
  } = fields
  return { mchid, nonce, signature, timestamp, serialNumber }
}

/** Compares the caller of a request with what is known of it. */
export function checkIdentity({ mchid, serialNumber }: Authorization, known: Known, wording: Wording): Finding[] {
  const findings: Finding[] = []
  if (known.mchid !== undefined && known.mchid !== mchid)
    findings.push({
      check: 'mchid',
      status: 'problem',
      text: {
        en: `mchid is ${mchid}, and ${wording.mchid.en} is ${known.mchid}.`,
        zh: `mchid 为 ${mchid}，而${wording.mchid.zh}为 ${known.mchid}。`,
      },
      remedy: { en: 'Send the merchant number whose key signs.', zh: '发送签名私钥所属的商户号。' },
    })
  if (known.serialNumber !== undefined && !isSameSerialNumber(known.serialNumber, serialNumber)) {
    const isDecimal =
      /^\d{1,64}$/.test(serialNumber) && isSameSerialNumber(BigInt(serialNumber).toString(16), known.serialNumber)
    const [en, zh] = isDecimal ? [' It is the same number in decimal.', '它是同一个数的十进制写法。'] : ['', '']
    findings.push({
      check: 'serial',
      status: 'problem',
      text: {
        en: `serial_no is ${serialNumber}, and the certificate’s is ${known.serialNumber}.${en}`,
        zh: `serial_no 为 ${serialNumber}，而证书的序列号为 ${known.serialNumber}。${zh}`,
      },
      remedy: {
        en: 'Send the serial number of the merchant’s API certificate, in hexadecimal.',
        zh: '发送商户API证书的序列号（十六进制）。',
      },
    })
  }
  return findings
}

/** Compares the time of a request with this clock. */
export function checkTime({ timestamp }: Authorization): Finding[] {
  const remedy = { en: 'Send the Unix time in seconds, and set the clock.', zh: '发送以秒计的 Unix 时间，并校准时钟。' }
  if (!/^\d{10}$/.test(timestamp)) {
    const text = {
      en: `timestamp has ${timestamp.length} characters, and Unix time in seconds has 10.`,
      zh: `timestamp 有 ${timestamp.length} 个字符，而以秒计的 Unix 时间为 10 位。`,
    }
    return [{ check: 'clock', status: 'problem', text, remedy }]
  }
  const age = Math.round(Date.now() / 1000) - Number(timestamp)
  if (Math.abs(age) <= TOLERANCE) return []
  const text = {
    en: `The request was signed ${Math.abs(age)} seconds ${age > 0 ? 'before' : 'after'} this clock; WeChat Pay accepts ${TOLERANCE}.`,
    zh: `请求的签名时间比本机时钟${age > 0 ? '早' : '晚'} ${Math.abs(age)} 秒；微信支付允许相差 ${TOLERANCE} 秒。`,
  }
  // One that was saved is always old.
  return age > 0 ? [{ check: 'clock', status: 'note', text }] : [{ check: 'clock', status: 'problem', text, remedy }]
}
