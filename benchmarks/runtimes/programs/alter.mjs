// The options of a client whose transport responds at once, in process.
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'

/** @param {import('../data.mjs').Data} data */
export async function createOptions({ privatePem, platformPem, platformKeyId, mchid, serialNumber, response, now }) {
  const [privateKey, key] = await Promise.all([importPrivateKey(privatePem), importPublicKey(platformPem)])
  return {
    merchant: { mchid, serialNumber, privateKey },
    platformKeys: /** @type {const} */ ([{ id: platformKeyId, key }]),
    transport: async () => new Response(response.body, { headers: response.headers }),
    now: () => now,
  }
}
