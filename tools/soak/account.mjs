// The account of a soak: who calls, and how both sides know each other.
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { generateKeyPair } from '@wechatpay-kit/sandbox'

/** @typedef {Awaited<ReturnType<typeof createAccount>>} Account */

/** Makes the keys of an account, for `createSandbox`. */
export const createAccount = async () => ({
  merchant: { mchid: '1900000000', serialNumber: 'ABCDEF', keys: await generateKeyPair() },
  platform: { id: 'PUB_KEY_ID_01', keys: await generateKeyPair() },
})

/** What `createClient` needs of an account. @param {Account} account */
export async function readClientOptions({ merchant, platform }) {
  const { mchid, serialNumber, keys } = merchant
  return {
    merchant: { mchid, serialNumber, privateKey: await importPrivateKey(keys.privateKey) },
    platformKeys: [{ id: platform.id, key: await importPublicKey(platform.keys.publicKey) }],
  }
}
