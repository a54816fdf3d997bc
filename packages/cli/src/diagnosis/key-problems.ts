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
/** Blocks that are no keys of WeChat Pay, by their PEM label. */
const LABELS: readonly (readonly [label: RegExp, problem: Text])[] = [
  [
    /OPENSSH|SSH2/,
    {
      en: 'It is a key for SSH, not for WeChat Pay. Take apiclient_key.pem of the merchant platform.',
      zh: '这是 SSH 密钥，不是微信支付的密钥。请使用商户平台的 apiclient_key.pem。',
    },
  ],
  [
    /CERTIFICATE REQUEST/,
    {
      en: 'It is a certificate request (CSR). Take apiclient_cert.pem, which the merchant platform makes of it.',
      zh: '这是证书请求（CSR），不是证书。请使用商户平台据此签发的 apiclient_cert.pem。',
    },
  ],
  [
    /PKCS7|CMS/,
    {
      en: 'It is PKCS#7, which holds certificates. Take them out: openssl pkcs7 -print_certs -in FILE.',
      zh: '这是 PKCS#7 文件，其中包含证书。请取出证书：openssl pkcs7 -print_certs -in 文件名。',
    },
  ],
  [
    /PARAMETERS/,
    {
      en: 'These are parameters of an algorithm, not a key. Take the file of the merchant platform.',
      zh: '这是算法参数，不是密钥。请使用商户平台提供的文件。',
    },
  ],
  [
    /PGP|X509 CRL/,
    {
      en: 'It is neither a key nor a certificate of WeChat Pay’s. Take a file of the merchant platform.',
      zh: '这不是微信支付的密钥或证书。请使用商户平台提供的文件。',
    },
  ],
]

/** The problem of a block whose PEM label tells that it is something else. */
export function findLabelProblem(label: string | undefined): Text | undefined {
  return LABELS.find(([pattern]) => pattern.test(label ?? ''))?.[1]
}

export const EXPIRED: Text = {
  en: 'It has expired. Get a new one on the merchant platform.',
  zh: '证书已过期。请在商户平台获取新证书。',
}
export const NOT_YET_VALID: Text = {
  en: 'It is not valid yet. Set the clock, or wait.',
  zh: '证书尚未生效。请校准时钟，或稍后再试。',
}

/** The name of an algorithm that has none here. */
const UNKNOWN = 'unknown algorithm'

/** A key of another algorithm than RSA. */
export function describeAlgorithm(algorithm: string): Text {
  return {
    en: `It is of another algorithm than RSA: ${algorithm}. Take the file of the merchant platform.`,
    zh: `不是 RSA 密钥，而是${algorithm === UNKNOWN ? '未知算法' : ` ${algorithm}`}。请使用商户平台提供的文件。`,
  }
}

/** An RSA key that is too small. */
export function describeSize(bits: number): Text {
  return {
    en: `It has ${bits} bits, and WeChat Pay’s keys have 2048. Take the file of the merchant platform.`,
    zh: `密钥为 ${bits} 位，而微信支付使用 2048 位。请使用商户平台提供的文件。`,
  }
}
