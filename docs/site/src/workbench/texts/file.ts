import type { Text } from '../diagnosis.ts'

/** Texts of the tool that reads files. */
export const file = {
  intro: {
    en: 'Give any file or text of a key or certificate: it is told by its content, whatever its name and label say.',
    zh: '给出任意密钥或证书文件（或文本）：按内容识别，不看文件名与标签。',
  },
  hint: {
    en: 'PEM, DER, PKCS#1, PKCS#8, PKCS#12 or base64; several together show whether they belong together.',
    zh: 'PEM、DER、PKCS#1、PKCS#8、PKCS#12 或 base64；一次给出多个，可看出是否配对。',
  },
  nothing: { en: 'Nothing was read yet.', zh: '尚未读取任何内容。' },
  convert: { en: 'In another form', zh: '转换格式' },
  toPkcs8: { en: 'Private key as PKCS#8, without password', zh: '私钥（PKCS#8，不带密码）' },
  toPublic: { en: 'Public key (SPKI)', zh: '公钥（SPKI）' },
  toCertificate: { en: 'Certificate as PEM', zh: '证书（PEM）' },
  show: { en: 'Show: {what}', zh: '显示：{what}' },
  secret: {
    en: 'Whoever sees this key can sign as the merchant. It is shown in this page alone.',
    zh: '看到此私钥的人都能冒充商户签名。它只显示在本页面。',
  },
} satisfies Record<string, Text>
