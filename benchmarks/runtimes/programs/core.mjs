// The first call of a client that has one operation.

import { createClient } from '@wechatpay-kit/client/core'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createOptions } from './alter.mjs'

/** @param {import('../data.mjs').Data} data */
export async function run(data) {
  const wxpay = createClient({ ...(await createOptions(data)), operations: [alter.post] })
  return (await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: data.json }).json()).auth_code
}
