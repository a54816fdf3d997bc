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
  const [mchid, serialNumber, id] = [read('MCHID'), read('SERIAL'), read('PUBLIC_KEY_ID')]
  const privateKey = await importPrivateKey(read('PRIVATE_KEY'))
  const key = await importPublicKey(read('PUBLIC_KEY'))
  return createClient({
    merchant: { mchid, serialNumber, privateKey },
    platformKeys: [{ id, key }],
    baseUrls: env.BASE_URL ? [env.BASE_URL] : undefined,
  })
}
