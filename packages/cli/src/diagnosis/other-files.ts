import { readText } from './key-blocks.ts'
import type { Text } from './language.ts'

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

/** Beginnings of RAR, 7z, gzip, PNG, JPEG and PDF. */
const ARCHIVES: readonly (readonly number[])[] = [
  [0x52, 0x61, 0x72, 0x21],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x1f, 0x8b],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x25, 0x50, 0x44, 0x46],
]

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
    matches: (_text, [first, second, third]) => first === 0xfe && second === 0xed && third === 0xfe,
    found: { en: 'is a keystore of Java (JKS)', zh: '是 Java 密钥库（JKS）' },
    remedy: {
      en: 'Take apiclient_cert.p12, or export it: keytool -importkeystore -deststoretype PKCS12.',
      zh: '请使用 apiclient_cert.p12，或导出：keytool -importkeystore -deststoretype PKCS12。',
    },
  },
  {
    matches: (_text, file) => ARCHIVES.some((bytes) => bytes.every((byte, index) => file[index] === byte)),
    found: { en: 'is an archive, a picture or a document', zh: '是压缩包、图片或文档' },
  },
  {
    matches: (text) => /^[!-~]{32}$/.test(text) && !/^[\dA-F]{32}$/.test(text),
    found: { en: 'holds 32 characters, as an APIv3 key does', zh: '含有 32 个字符，像是 APIv3密钥' },
    remedy: {
      en: 'It is no file: give it as the APIv3 key (WECHATPAY_APIV3_KEY), as it is.',
      zh: 'APIv3密钥不是文件：请原样填入 APIv3密钥一栏（WECHATPAY_APIV3_KEY）。',
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
