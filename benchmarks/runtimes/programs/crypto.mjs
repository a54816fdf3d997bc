// The first signature, with the crypto package.
import { createNonce, importPrivateKey, signRequest } from '@wechatpay-kit/crypto'

/** @param {import('../data.mjs').Data} data */
export async function run({ privatePem, mchid, serialNumber, target, json, now }) {
  const signer = await importPrivateKey(privatePem)
  return signRequest(
    { method: 'POST', target, body: JSON.stringify(json), timestamp: now / 1000, nonce: createNonce() },
    { mchid, serialNumber, signer },
  )
}
