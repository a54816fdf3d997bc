// Checked by the compiler alone (npm run typecheck): the hash and the encryption that a typed response publishes go into
// `download` as they are.
import { type ClientOptions, createClient } from '@wechatpay-kit/endpoints'
import { operations } from '@wechatpay-kit/endpoints/areas/bill'

declare const options: Omit<ClientOptions, 'operations'>
const wxpay = createClient({ ...options, operations })

const query = { bill_date: '2026-01-01' }
const bill = await wxpay.v3.bill.tradebill.get({ query }).json()
const file: Response = await wxpay.download(bill.download_url, {
  hash: { type: bill.hash_type, value: bill.hash_value },
})

const encrypted = { sub_mchid: '1900000001', account_type: 'ALL', algorithm: 'AEAD_AES_256_GCM', ...query }
const bills = await wxpay.chain('v3/bill/sub-merchant-fundflowbill').get({ query: encrypted }).json()
for (const { hash_type: type, hash_value: value, download_url, encrypt_key, nonce } of bills.download_bill_list ?? [])
  await wxpay.download(download_url, { hash: { type, value }, encryption: { encrypt_key, nonce } })

// @ts-expect-error
await wxpay.download(bill.download_url, { hash: { type: 1, value: bill.hash_value } })

export { file }
