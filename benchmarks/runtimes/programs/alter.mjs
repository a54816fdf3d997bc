// The options of a client whose transport responds at once, in process.
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'

/** @param {import('../data.mjs').Data} data */
export async function createOptions({ privatePem, platformPem, platformKeyId, mchid, serialNumber, responses, now }) {
  const [privateKey, key] = await Promise.all([importPrivateKey(privatePem), importPublicKey(platformPem)])
  return {
    merchant: { mchid, serialNumber, privateKey },
    platformKeys: /** @type {const} */ ([{ id: platformKeyId, key }]),
    transport: createTransport(responses),
    now: () => now,
  }
}

/** Gives each response once: a client accepts none of them twice. @param {import('../data.mjs').Data['responses']} responses */
export function createTransport(responses) {
  const rest = responses.values()
  return async () => {
    const { value } = rest.next()
    return new Response(value?.body, value && { headers: value.headers })
  }
}
