// The first call of the whole client.
import { createClient } from '@wechatpay-kit/endpoints'
import { createOptions } from './alter.mjs'

/** @param {import('../data.mjs').Data} data */
export async function run(data) {
  const wxpay = createClient(await createOptions(data))
  return (await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: data.json }).json()).auth_code
}
