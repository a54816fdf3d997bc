import * as webCryptoKeys from '@wechatpay-kit/crypto'
import { createClient as createKit } from '@wechatpay-kit/endpoints'

/**
 * The client as it is without options: its transport is `createFetchTransport()`.
 *
 * @param {import('./index.mjs').Account} account
 * @param {import('@wechatpay-kit/transport-fetch').Transport} [transport]
 * @param {Pick<typeof webCryptoKeys, 'importPrivateKey' | 'importPublicKey'>} [keys] the entry that imports the keys
 * @returns {Promise<import('./index.mjs').Client>}
 */
export async function createClient({ url, merchant, platform }, transport, keys = webCryptoKeys) {
  const { importPrivateKey, importPublicKey } = keys
  const { mchid, serialNumber } = merchant
  const wxpay = createKit({
    merchant: { mchid, serialNumber, privateKey: await importPrivateKey(merchant.privateKey) },
    platformKeys: [{ id: platform.id, key: await importPublicKey(platform.publicKey) }],
    baseUrls: [url],
    transport,
  })
  return {
    alter: (json) => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json(),
    confirm: (json) => wxpay.v3.gov.subsidy.zhejiang.nQualifications.confirm.post({ json }).json(),
  }
}
