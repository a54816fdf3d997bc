import { createClient, readEnvironment } from '@wechatpay-kit/endpoints'

/** @type {import('@wechatpay-kit/endpoints').Client | undefined} */
let wxpay

/**
 * The client, made with the first call and kept: importing a key can cost as much as a signature.
 *
 * @param {object} env
 */
export async function getWxpay(env) {
  wxpay ??= createClient(await readEnvironment(env))
  return wxpay
}
