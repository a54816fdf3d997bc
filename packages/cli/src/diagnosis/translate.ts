import type { InputError, SignatureError } from '@wechatpay-kit/crypto'
import type { Text } from './language.ts'

/** Demands of the canonical message, by the role with which the kit's error begins. */
const DEMANDS: Readonly<Record<string, string>> = {
  method: '方法必须是大写字母，例如 GET',
  target: '路径与查询串必须经过百分号编码，以 / 开头，不含域名与 #',
  timestamp: '时间戳必须是以秒计的整数',
  nonce: '随机串只能含 1 到 32 个字母、数字、连字符或下划线',
}

/** The sentence of an error about a value that cannot be signed. */
export function translateInput({ message }: InputError): Text {
  const [role = ''] = message.split(' ')
  return { en: `This cannot be signed: ${message}`, zh: `无法据此签名：${DEMANDS[role] ?? '某个值不符合要求'}。` }
}

/** The sentence of an error about the headers of a signature. */
export function translateSignature({ code, message }: SignatureError): Text {
  const [header = ''] = /Wechatpay-[A-Za-z-]+/.exec(message) ?? []
  const sentences: Readonly<Partial<Record<SignatureError['code'], string>>> = {
    SIGNATURE_HEADER_MISSING: `缺少报文头 ${header}：报文没有签名，或报文头不完整。`,
    SIGNATURE_HEADER_INVALID: `报文头 ${header} 的值不可能是微信支付发送的：它出现了两次，或被改动过。`,
    SIGNATURE_TYPE_UNSUPPORTED: '签名类型不是 SHA256-RSA2048，这里无法验签。',
    SIGNATURE_STALE: '时间戳不是有效的时间。',
  }
  return { en: message, zh: sentences[code] ?? '报文头中的签名无法使用。' }
}
