import type { KeyFormatError } from '@wechatpay-kit/crypto'
import { readText } from './key-blocks.ts'
import type { Text } from './language.ts'

export const HAS_PASSWORD: Text = {
  en: 'It has a password, which no variable takes. Take it off with --to pkcs8.',
  zh: '私钥带有密码，不能直接使用。请用 --to pkcs8 去掉密码。',
}
export const DAMAGED: Text = { en: 'The file is damaged. Copy it again.', zh: '文件已损坏，请重新复制。' }
export const NO_KEY: Text = {
  en: 'It is neither a key nor a certificate. Take a file of the merchant platform.',
  zh: '既不是密钥也不是证书。请使用商户平台提供的文件。',
}
export const EXPIRED: Text = {
  en: 'It has expired. Get a new one on the merchant platform.',
  zh: '证书已过期。请在商户平台获取新证书。',
}
export const NOT_YET_VALID: Text = {
  en: 'It is not valid yet. Set the clock, or wait.',
  zh: '证书尚未生效。请校准时钟，或稍后再试。',
}

/** A key of another algorithm than RSA. */
export function describeAlgorithm(algorithm: string): Text {
  return {
    en: `It is of another algorithm than RSA: ${algorithm}. Take the file of the merchant platform.`,
    zh: `不是 RSA 密钥，而是 ${algorithm}。请使用商户平台提供的文件。`,
  }
}

/** An RSA key that is too small. */
export function describeSize(bits: number): Text {
  return {
    en: `It has ${bits} bits, and WeChat Pay’s keys have 2048. Take the file of the merchant platform.`,
    zh: `密钥为 ${bits} 位，而微信支付使用 2048 位。请使用商户平台提供的文件。`,
  }
}

/** Sentences of the kit's errors about key files, by their beginning. */
const TRANSLATIONS: readonly (readonly [beginning: RegExp, zh: string])[] = [
  [/damaged or incomplete/, DAMAGED.zh],
  [
    /^The PKCS#12 file cannot be read/,
    '无法打开 PKCS#12 文件：密码错误（微信支付默认设为商户号）、文件已损坏，或格式不受支持。请核对密码，或用 openssl 重新导出。',
  ],
  [
    /^The private key cannot be decrypted/,
    '无法解密私钥：密码错误、文件已损坏，或加密方式（例如 scrypt）不受支持。请核对密码，或用 openssl 转换。',
  ],
  [/^The key derivation of the file/, '文件的密钥派生轮数过多，这里不予计算。请用 openssl 转换。'],
  [/^The PKCS#12 file holds \d+ private keys/, 'PKCS#12 文件中私钥的数量不是一个。请只导出一个。'],
  [/^None of the \d+ certificates/, 'PKCS#12 文件中没有与私钥配对的证书。请把二者一起导出。'],
]

/** The sentence of an error about a key file, in both languages. */
export function translate({ message }: KeyFormatError): Text {
  const zh = TRANSLATIONS.find(([beginning]) => beginning.test(message))?.[1]
  return { en: message, zh: zh ?? `无法使用：${message}` }
}

/** Tells what a file is that holds neither key nor certificate. */
export function describeOther(file: Uint8Array): { readonly found: Text; readonly remedy: Text } {
  const text = readText(file).trim()
  const other = OTHERS.find(({ matches }) => matches(text, file)) ?? NOTHING_KNOWN
  return { found: other.found, remedy: other.remedy ?? TAKE_FILE }
}

const TAKE_FILE: Text = {
  en: 'Name apiclient_key.pem, apiclient_cert.pem, apiclient_cert.p12 or pub_key.pem.',
  zh: '请选择 apiclient_key.pem、apiclient_cert.pem、apiclient_cert.p12 或 pub_key.pem。',
}

interface Other {
  readonly matches: (text: string, file: Uint8Array) => boolean
  readonly found: Text
  readonly remedy?: Text
}

const NOTHING_KNOWN: Other = {
  matches: () => true,
  found: { en: 'holds no key and no certificate', zh: '不含密钥或证书' },
}

const OTHERS: readonly Other[] = [
  { matches: (text) => text === '', found: { en: 'is empty', zh: '是空的' } },
  {
    matches: (_text, [first, second]) => first === 0x50 && second === 0x4b,
    found: { en: 'is a ZIP archive', zh: '是 ZIP 压缩包' },
    remedy: {
      en: 'Unpack it, and take apiclient_key.pem or apiclient_cert.pem out of it.',
      zh: '请先解压，再取出其中的 apiclient_key.pem 或 apiclient_cert.pem。',
    },
  },
  {
    matches: (text) => /^[!-~]{32}$/.test(text) && !/^[\dA-F]{32}$/.test(text),
    found: {
      en: 'holds 32 characters, as an APIv3 key does: it goes into WECHATPAY_APIV3_KEY as it is',
      zh: '含有 32 个字符，像是 APIv3密钥：请原样填入 WECHATPAY_APIV3_KEY',
    },
  },
  {
    matches: (text) => /^[\dA-Fa-f]{32,48}$/.test(text),
    found: {
      en: 'holds hexadecimal digits, as a serial number does',
      zh: '只有十六进制数字，像是证书序列号',
    },
  },
  {
    matches: (text) => /^PUB_KEY_ID_\w+$/.test(text),
    found: { en: 'holds the id of WeChat Pay’s public key, not the key', zh: '是微信支付公钥 ID，而不是公钥' },
  },
  {
    matches: (text) => /^[^\n]*\.(pem|key|p12|pfx|crt|cer|der)$/i.test(text),
    found: { en: 'holds the name of a file', zh: '只有文件名' },
    remedy: { en: 'Give what the file holds.', zh: '请给出文件的内容。' },
  },
  {
    matches: (text) => /^ssh-rsa |BEGIN OPENSSH/.test(text),
    found: { en: 'holds a key for SSH', zh: '是 SSH 密钥' },
  },
  {
    matches: (text) => text.includes('BEGIN ') && !/END [A-Z ]+/.test(text),
    found: {
      en: 'holds a PEM block without its END line: copy it whole',
      zh: '含有不完整的 PEM（缺少 END 行），请复制完整内容',
    },
  },
  {
    matches: (text) => !text.includes('BEGIN ') && /END [A-Z ]+/.test(text),
    found: {
      en: 'holds a PEM block without its BEGIN line: copy it whole',
      zh: '含有不完整的 PEM（缺少 BEGIN 行），请复制完整内容',
    },
  },
  {
    matches: (text) => /^<(!doctype|html)/i.test(text),
    found: { en: 'is a web page', zh: '是网页' },
  },
]
