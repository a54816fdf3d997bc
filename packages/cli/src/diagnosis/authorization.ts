import type { Finding } from './finding.ts'

/** Seconds that WeChat Pay's clock and a request's may differ. */
const TOLERANCE = 300

/** Fields of an `Authorization`. */
export interface Authorization {
  readonly mchid: string
  /** Whether the caller is a brand, whose id stands in the place of the merchant number. */
  readonly isBrand: boolean
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
  if (/^WECHATPAY2-SM2/.test(scheme))
    return problem(
      'Authorization is of SM2, and signatures of RSA are explained here.',
      'Authorization 使用国密 SM2，这里只检查 RSA 签名。',
    )
  if (/^\w+=/.test(scheme))
    return problem('Authorization lacks its scheme before the fields.', 'Authorization 的字段之前缺少认证类型。')
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
  if (missing.length > 0 && /\w=(?:\\"|')/.test(value))
    return problem(
      'Authorization has its values in apostrophes or escaped quotation marks (\\").',
      'Authorization 的值用的是单引号或被转义的引号（\\"）。',
    )
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
  return { mchid, isBrand, nonce, signature, timestamp, serialNumber }
}

/** Compares the time of a request with this clock. */
export function checkTime({ timestamp }: Authorization): Finding[] {
  const remedy = { en: 'Send the Unix time in seconds, and set the clock.', zh: '发送以秒计的 Unix 时间，并校准时钟。' }
  if (/^\d{13}$/.test(timestamp)) {
    const text = {
      en: 'timestamp has 13 characters: it is in milliseconds, and Unix time in seconds has 10.',
      zh: 'timestamp 有 13 个字符，以毫秒计；而以秒计的 Unix 时间为 10 位。',
    }
    return [{ check: 'clock', status: 'problem', text, remedy }]
  }
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
  return age > 0
    ? [{ check: 'clock', status: 'note', text, remedy: OLD }]
    : [{ check: 'clock', status: 'problem', text, remedy }]
}

const OLD = {
  en: 'A request that was saved is old. If it was sent at once all the same, the clock that signed it is slow: set it.',
  zh: '保存下来的请求总是旧的。如果它是刚刚发送的，说明签名机器的时钟慢了，请校准。',
}
