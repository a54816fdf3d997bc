import type { KeyFormatError } from '@wechatpay-kit/crypto'
import type { Text } from './language.ts'

/** Sentences of the kit's errors about key files, by their beginning. */
const SENTENCES: readonly (readonly [beginning: RegExp, zh: string])[] = [
  [/damaged or incomplete/, '文件已损坏，请重新复制。'],
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
  [/^A PKCS#12 file needs its password/, 'PKCS#12 文件需要密码：微信支付默认设为商户号。'],
  [/^The private key is encrypted/, '私钥带有密码，请给出密码。'],
  [/^Found \d+ bytes/, '文件过大：密钥文件不会超过 1 MiB。请选择正确的文件。'],
  [/^SubtleCrypto is missing/, '浏览器没有提供加密功能，或不接受这把密钥。请通过 https:// 打开，或换用较新的浏览器。'],
]

/** Files that an error names as the one that was asked for. */
const WANTED: readonly (readonly [name: RegExp, zh: string])[] = [
  [/^Expected [^,]*private key/, '私钥（apiclient_key.pem）'],
  [/^Expected [^,]*public key/, '公钥（pub_key.pem）'],
  [/^Expected [^,]*certificate/, '证书（apiclient_cert.pem）'],
  [/^Expected [^,]*PKCS#12/, 'PKCS#12 文件（apiclient_cert.p12）'],
]

/** Things that an error names as found. */
const FOUND: readonly (readonly [name: RegExp, zh: string])[] = [
  [/found a passphrase-protected private key/, '带密码的私钥'],
  [/found a private key/, '私钥'],
  [/found a public key/, '公钥'],
  [/found a key of another algorithm/, '非 RSA 算法的密钥'],
  [/found a certificate/, '证书'],
  [/found a PKCS#12 file/, 'PKCS#12 文件'],
  [/found several PEM blocks/, '多个 PEM 块'],
  [/found a PEM block without/, '缺少 END 行的 PEM'],
  [/found bytes read as text/, '被当作文本读取的二进制内容'],
  [/found a file name/, '文件名'],
  [/found nothing/, '空内容'],
  [/found text without/, '不含 PEM 的文本'],
  [/found an RSA key of/, '位数不合适的 RSA 密钥'],
]

/** The sentence of an error about a key file, in both languages. */
export function translate({ message }: Pick<KeyFormatError, 'message'>): Text {
  const find = (list: readonly (readonly [RegExp, string])[]) => list.find(([pattern]) => pattern.test(message))?.[1]
  const [sentence, wanted, found = '另一种文件'] = [find(SENTENCES), find(WANTED) ?? '密钥或证书', find(FOUND)]
  return { en: message, zh: sentence ?? `这里需要${wanted}，而给出的是${found}。请使用商户平台提供的文件。` }
}
