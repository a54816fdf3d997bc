import type { Wording } from '../diagnosis.ts'

/** The ways of the page to give keys and numbers. */
export const WORDING: Wording = {
  mchid: { en: 'the merchant number given here', zh: '这里填写的商户号' },
  giveMerchantKey: {
    en: 'Give apiclient_key.pem or apiclient_cert.pem.',
    zh: '请给出 apiclient_key.pem 或 apiclient_cert.pem。',
  },
  givePlatformKey: {
    en: 'Give pub_key.pem, or WeChat Pay’s platform certificate.',
    zh: '请给出 pub_key.pem 或微信支付平台证书。',
  },
  compareKeys: {
    en: 'those of one download have the same fingerprint',
    zh: '同一次下载的文件指纹相同',
  },
  signAndCompare: {
    en: 'Sign the message below with this key, and compare with the right header.',
    zh: '用该私钥对下面的待签名串签名，并与正确的请求头比对。',
  },
  giveRequest: {
    en: 'Give the request too, and the error below it: then both are compared.',
    zh: '把请求也粘贴进来，并在下方给出错误报文体，即可比对。',
  },
}
