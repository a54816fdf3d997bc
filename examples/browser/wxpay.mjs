import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'

/** @type {import('@wechatpay-kit/endpoints').Client | undefined} */
let wxpay

/**
 * The client, made with the first call and kept: importing a key can cost as much as a signature.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export async function getWxpay(env) {
  wxpay ??= await createWxpay(env)
  return wxpay
}

/** @param {Readonly<Record<string, string | undefined>>} env */
async function createWxpay(env) {
  const read = (/** @type {string} */ name) => {
    const value = env[name]
    if (!value) throw new Error(`The environment variable ${name} is missing; README.md says what it holds.`)
    return value
  }
  return createClient({
    merchant: {
      mchid: read('WECHATPAY_MCHID'),
      serialNumber: read('WECHATPAY_SERIAL'),
      privateKey: await importPrivateKey(read('WECHATPAY_PRIVATE_KEY')),
    },
    platformKeys: [{ id: read('WECHATPAY_PUBLIC_KEY_ID'), key: await importPublicKey(read('WECHATPAY_PUBLIC_KEY')) }],
    baseUrls: env.WECHATPAY_BASE_URL ? [env.WECHATPAY_BASE_URL] : undefined,
  })
}
