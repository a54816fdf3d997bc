import type { Wording } from '../diagnosis/wording.ts'

/** The ways of this command to give keys and numbers. */
export const WORDING: Wording = {
  mchid: { en: 'WECHATPAY_MCHID', zh: ' WECHATPAY_MCHID ' },
  giveMerchantKey: {
    en: 'Set WECHATPAY_PRIVATE_KEY_FILE, or give --private-key-file.',
    zh: '设置 WECHATPAY_PRIVATE_KEY_FILE，或给出 --private-key-file。',
  },
  givePlatformKey: {
    en: 'Set WECHATPAY_PUBLIC_KEY_FILE, or give --public-key-file.',
    zh: '设置 WECHATPAY_PUBLIC_KEY_FILE，或给出 --public-key-file。',
  },
  compareKeys: {
    en: 'wechatpay-kit keys shows their fingerprints',
    zh: 'wechatpay-kit keys 可显示它们的指纹',
  },
  signAndCompare: {
    en: 'Sign the message below with this key, and compare: wechatpay-kit sign.',
    zh: '用该私钥对下面的待签名串签名并比对：wechatpay-kit sign。',
  },
  giveRequest: {
    en: 'Save the request too, and compare: wechatpay-kit explain request.txt --error error.json.',
    zh: '把请求也保存下来进行比对：wechatpay-kit explain request.txt --error error.json。',
  },
}
