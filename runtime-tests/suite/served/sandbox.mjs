// The sandbox that every runtime serves: it has the account of the vectors, and has sold something.
import { createSandbox } from '@wechatpay-kit/sandbox'
import { createSales } from '../sales.mjs'
import { vectors } from '../vectors.mjs'

/** The merchant's APIv3 key. */
export const apiV3Key = '0123456789abcdef0123456789ABCDEF'

/** @param {{ openControl?: boolean }} [options] */
export function openSandbox(options) {
  const { account, keys } = vectors
  const pairOf = (/** @type {string} */ name) => ({
    privateKey: String(keys[`${name}.private`]),
    publicKey: String(keys[`${name}.public`]),
  })
  return createSandbox({
    merchant: { ...account.merchant, keys: pairOf('merchant'), apiV3Key },
    platform: { id: account.platformKeyId, keys: pairOf('platform') },
    storage: createSales({ mchid: account.merchant.mchid }),
    ...options,
  })
}
