// The first call of a client that has one operation.

import { createClient } from '@wechatpay-kit/client/core'
import { alterQualification } from '@wechatpay-kit/endpoints'
import { createOptions } from './alter.mjs'

/** @param {import('../data.mjs').Data} data */
export async function run(data) {
  const wxpay = createClient({ ...(await createOptions(data)), operations: [alterQualification] })
  return (await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: data.json }).json()).auth_code
}
