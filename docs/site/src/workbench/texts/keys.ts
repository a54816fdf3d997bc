import type { Text } from '../diagnosis.ts'

/** Texts about keys, certificates and the field that takes them. */
export const keys = {
  label: { en: 'Keys and certificates', zh: '密钥与证书' },
  hint: {
    en: 'apiclient_key.pem, apiclient_cert.pem, apiclient_cert.p12, pub_key.pem or a platform certificate: files, or their text.',
    zh: 'apiclient_key.pem、apiclient_cert.pem、apiclient_cert.p12、pub_key.pem 或平台证书：选择文件，或粘贴文本。',
  },
  pasted: { en: 'pasted text', zh: '粘贴的文本' },
  paste: { en: 'Text of a key or certificate', zh: '密钥或证书的文本' },
  password: { en: 'Password of the file', zh: '文件密码' },
  passwordHint: { en: 'WeChat Pay sets the merchant number.', zh: '微信支付默认设为商户号。' },
  needsPassword: { en: 'It has a password: give it to read more.', zh: '文件带有密码，输入密码后可读取。' },
  byOpenssl: { en: 'On your machine, openssl does it', zh: '可在本机用 openssl 完成' },
  unreadable: { en: '{name} {found}. {remedy}', zh: '{name}：{found}。{remedy}' },
  remove: { en: 'Remove {name}', zh: '移除 {name}' },
  certificate: { en: 'Certificate', zh: '证书' },
  privateKey: { en: 'Private key', zh: '私钥' },
  publicKey: { en: 'Public key', zh: '公钥' },
  pkcs12: { en: 'PKCS#12 file', zh: 'PKCS#12 文件' },
  unknown: { en: 'Unknown', zh: '无法识别' },
  form: { en: 'Form', zh: '格式' },
  base64OfDer: { en: 'base64 of DER', zh: 'DER 的 base64' },
  base64OfPem: { en: 'base64 of PEM', zh: 'PEM 的 base64' },
  encrypted: { en: 'encrypted', zh: '已加密' },
  algorithm: { en: 'Key', zh: '密钥' },
  serialNumber: { en: 'Serial number', zh: '序列号' },
  subject: { en: 'Subject', zh: '使用者' },
  issuer: { en: 'Issuer', zh: '颁发者' },
  dates: { en: 'Valid', zh: '有效期' },
  fingerprint: { en: 'Fingerprint', zh: '指纹' },
  role: { en: 'Role', zh: '用途' },
  problem: { en: 'Problem: {text}', zh: '问题：{text}' },
  roleMerchantKey: {
    en: 'the merchant’s private key (apiclient_key.pem): signs requests, decrypts fields of responses',
    zh: '商户API私钥（apiclient_key.pem）：签名请求、解密应答中的敏感字段',
  },
  roleMerchantCertificate: {
    en: 'the merchant’s API certificate (apiclient_cert.pem): its serial number goes into Authorization as serial_no',
    zh: '商户API证书（apiclient_cert.pem）：其序列号即 Authorization 的 serial_no',
  },
  rolePlatformCertificate: {
    en: 'WeChat Pay’s platform certificate: verifies responses and notifications, encrypts fields of requests; its serial number is Wechatpay-Serial',
    zh: '微信支付平台证书：验签应答与回调通知、加密请求中的敏感字段；其序列号即 Wechatpay-Serial',
  },
  roleIssuer: {
    en: 'the certificate of the authority that issues certificates: no call needs it',
    zh: '签发证书的 CA 证书：调用接口用不到它',
  },
  rolePublicKey: {
    en: 'WeChat Pay’s public key (pub_key.pem), if it is not the merchant’s own: verifies and encrypts; its id PUB_KEY_ID_… is Wechatpay-Serial',
    zh: '微信支付公钥（pub_key.pem）（若不是商户自己的公钥）：用于验签与加密；其 ID（PUB_KEY_ID_…）即 Wechatpay-Serial',
  },
  rolePkcs12: {
    en: 'the merchant’s certificate and private key together (apiclient_cert.p12)',
    zh: '商户API证书与私钥的合集（apiclient_cert.p12）',
  },
  pair: { en: 'Private key and certificate belong together.', zh: '私钥与证书是一对。' },
  noPair: {
    en: 'Private key and certificate do not belong together: take both of one download.',
    zh: '私钥与证书不是一对：请使用同一次下载的文件。',
  },
} satisfies Record<string, Text>
