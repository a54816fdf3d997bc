import { isSameSerialNumber } from '@wechatpay-kit/crypto'
import type { Authorization } from './authorization.ts'
import type { Finding } from './finding.ts'
import type { Known } from './known.ts'
import type { Text } from './language.ts'
import type { Wording } from './wording.ts'

/** Compares the caller of a request with what is known of it. */
export function checkIdentity(
  { mchid, serialNumber, isBrand }: Authorization,
  known: Known,
  wording: Wording,
): Finding[] {
  const findings: Finding[] = describeMchid(mchid, isBrand)
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
  const form = describeForm(serialNumber)
  if (form) findings.push({ check: 'serial', status: 'problem', text: form, remedy: SEND_SERIAL })
  else if (known.serialNumber !== undefined && !isSameSerialNumber(known.serialNumber, serialNumber)) {
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
      remedy: SEND_SERIAL,
    })
  }
  return findings
}

const SEND_SERIAL: Text = {
  en: 'Send the serial number of the merchant’s API certificate, in hexadecimal.',
  zh: '发送商户API证书的序列号（十六进制）。',
}

/** A number of another kind in the place of the merchant's. */
function describeMchid(mchid: string, isBrand: boolean): Finding[] {
  if (isBrand || /^\d+$/.test(mchid)) return []
  const isAppid = /^wx\w{16}$/i.test(mchid)
  const [en, zh] = isAppid ? ['an appid', 'appid'] : ['no number', '不是数字']
  const text = { en: `mchid is ${mchid}, which is ${en}.`, zh: `mchid 为 ${mchid}，${isAppid ? `这是 ${zh}` : zh}。` }
  return [
    {
      check: 'mchid',
      status: 'problem',
      text,
      remedy: { en: 'Send the merchant number, digits alone.', zh: '发送商户号（纯数字）。' },
    },
  ]
}

/** Tells what a serial number has that none has; `undefined` where its form is good. */
function describeForm(serialNumber: string): Text | undefined {
  const found = (en: string, zh: string) => ({
    en: `serial_no is ${serialNumber}${en}.`,
    zh: `serial_no 为 ${serialNumber}${zh}。`,
  })
  if (/^PUB_KEY_ID_/i.test(serialNumber))
    return found(', which is the id of WeChat Pay’s public key', '，这是微信支付公钥 ID')
  if (/^[\da-f]{2}([:\s-][\da-f]{2})+$/i.test(serialNumber))
    return found(
      ', with colons or blanks as OpenSSL and Windows show it',
      '，带有冒号或空格（OpenSSL 与 Windows 的显示方式）',
    )
  if (/^(0x|serial=)/i.test(serialNumber)) return found(', with a prefix before the digits', '，数字之前有前缀')
  if (/^\d{41,}$/.test(serialNumber)) return found(', which looks decimal', '，看起来是十进制写法')
  if (!/^[\da-f]+$/i.test(serialNumber)) return found(', which is no hexadecimal number', '，不是十六进制数')
  return undefined
}
