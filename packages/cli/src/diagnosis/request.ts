import { InputError, isSameSerialNumber, requestMessage } from '@wechatpay-kit/crypto'
import { decodeBase64, toText } from './bytes.ts'
import { compare, type Finding } from './finding.ts'
import type { HttpMessage } from './http.ts'
import type { Known } from './known.ts'
import type { Text } from './language.ts'
import { compareReceived, type Received, splitMessage } from './received.ts'
import { findSigned, LINE_FEED, type SignedInstead } from './signed-instead.ts'
import { translateInput } from './translate.ts'
import type { Wording } from './wording.ts'

/** Seconds that WeChat Pay's clock and a request's may differ. */
const TOLERANCE = 300

const LINE_FEED_REMEDY: Text = {
  en: 'If the line feed came with the file alone, the signature is right: take it off and explain again. If it was sent, sign the body with it.',
  zh: '如果换行符只是保存文件时多出来的，签名没有问题：去掉后重新检查。如果它确实被发送，请连同它一起签名。',
}

/** Fields of an `Authorization`. */
export interface Authorization {
  readonly mchid: string
  readonly nonce: string
  readonly signature: string
  readonly timestamp: string
  readonly serialNumber: string
}

/** A request, explained. */
export interface ExplainedRequest {
  readonly findings: Finding[]
  /** Message that is to be signed, if there is one. */
  readonly message?: string
  readonly authorization?: Authorization
  /** Message that was signed in its place, where it was found. */
  readonly found?: SignedInstead
}

/** Explains a request: what it is signed with, and whether that is this request. Gives its message, if there is one. */
export async function explainRequest(
  request: HttpMessage,
  known: Known,
  received: Received | undefined,
  wording: Wording,
): Promise<ExplainedRequest> {
  const authorization = readAuthorization(request.headers['authorization'])
  if (!('signature' in authorization)) return { findings: [authorization] }
  const findings = [...checkIdentity(authorization, known, wording), ...checkTime(authorization)]
  const message = composeMessage(request, authorization)
  if (typeof message !== 'string') return { findings: [...findings, message], authorization }
  findings.push(...(received ? compareReceived(received, message) : []))
  const isReceived = received?.beginning !== undefined && findings.at(-1)?.status === 'passed'
  const { finding, found } = await checkSignature(request, authorization, message, { known, isReceived, wording })
  return { findings: [...findings, finding], message, authorization, ...(found && { found }) }
}

/** Reads the value of a header `Authorization`; a finding says what is wrong with it. */
function readAuthorization(value: string | undefined): Authorization | Finding {
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

function checkIdentity({ mchid, serialNumber }: Authorization, known: Known, wording: Wording): Finding[] {
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

function checkTime({ timestamp }: Authorization): Finding[] {
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

function composeMessage(
  { method = '', target = '', body }: HttpMessage,
  { timestamp, nonce }: Authorization,
): string | Finding {
  try {
    const composed = requestMessage({ method, target, body, timestamp: Number(timestamp), nonce })
    return toText(composed)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return {
      check: 'message',
      status: 'problem',
      text: translateInput(error),
    }
  }
}

async function checkSignature(
  request: HttpMessage,
  { signature, mchid }: Authorization,
  message: string,
  { known: { isSigned }, isReceived, wording }: { known: Known; isReceived: boolean; wording: Wording },
): Promise<{ finding: Finding; found?: SignedInstead }> {
  if (!isSigned)
    return {
      finding: {
        check: 'signature',
        status: 'note',
        text: {
          en: 'The signature was not checked: neither private key nor certificate is set.',
          zh: '未检查签名：没有设置私钥或证书。',
        },
        remedy: wording.giveMerchantKey,
      },
    }
  if (await isSigned(message, signature)) return { finding: isReceived ? describeStranger(mchid) : PASSED }
  const found = await findSigned(message, request.headers['host'] ?? 'api.mch.weixin.qq.com', (text) =>
    isSigned(text, signature),
  )
  if (!found) return { finding: describeUnknown(signature, wording) }
  return { finding: describeFound(found, message), found }
}

const PASSED: Finding = {
  check: 'signature',
  status: 'passed',
  text: { en: 'The signature is that of this request and this key.', zh: '签名与本请求和该私钥相符。' },
}

/** WeChat Pay received exactly this request, whose signature is right, and refused it: it knows another key. */
function describeStranger(mchid: string): Finding {
  return {
    check: 'serial',
    status: 'problem',
    text: {
      en: `${PASSED.text.en} WeChat Pay knows another key under this serial number and merchant ${mchid}.`,
      zh: `${PASSED.text.zh}微信支付所知的该序列号与商户 ${mchid} 的密钥是另一个。`,
    },
    remedy: {
      en: 'Compare serial number and certificate with the merchant platform (API安全).',
      zh: '在商户平台（API安全）核对证书与序列号。',
    },
  }
}

function describeUnknown(signature: string, wording: Wording): Finding {
  const length = decodeBase64(signature)?.length
  if (length === undefined || length < 256)
    return {
      check: 'signature',
      status: 'problem',
      text: {
        en: `signature ${length === undefined ? 'is no base64' : `has ${length} bytes`}, and that of an RSA key of 2048 bits has 256 in base64, 344 characters.`,
        zh: `signature ${length === undefined ? '不是 base64' : `只有 ${length} 字节`}；2048 位 RSA 密钥的签名为 256 字节，base64 后 344 个字符。`,
      },
      remedy: {
        en: 'Sign with SHA256withRSA (PKCS#1 v1.5), and send the signature as base64 on one line.',
        zh: '使用 SHA256withRSA（PKCS#1 v1.5）签名，并以单行 base64 发送。',
      },
    }
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: 'The signature is that of no known mistake with this request: it was made with another private key, or of another message.',
      zh: '签名不对应本请求的任何常见错误：它由另一把私钥生成，或签的是另一个待签名串。',
    },
    remedy: wording.signAndCompare,
  }
}

function describeFound(found: SignedInstead, message: string): Finding {
  const [signed, right] = [splitMessage(found.message), splitMessage(message)]
  const line = (Object.keys(right) as (keyof typeof right)[]).find((name) => signed[name] !== right[name]) ?? 'body'
  const difference = compare(
    line,
    [{ en: 'signed', zh: '所签内容' }, signed[line]],
    [{ en: 'sent', zh: '所发内容' }, right[line]],
  )
  return {
    check: 'signature',
    status: 'problem',
    text: {
      en: `The signature is not that of this request, but of ${found.mistake.en}.`,
      zh: `签名对应的不是本请求，而是：${found.mistake.zh}。`,
    },
    remedy:
      found.mistake === LINE_FEED
        ? LINE_FEED_REMEDY
        : {
            en: 'Sign method, path and query, timestamp, nonce and body exactly as they are sent, each with a line feed after it.',
            zh: '对实际发送的方法、路径与查询串、时间戳、随机串和请求体签名，每行末尾各有一个换行符。',
          },
    ...(difference && { difference }),
  }
}
