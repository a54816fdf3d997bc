// Alters the qualification that is described, as JSON, on standard input: process lists show arguments.
import { json } from 'node:stream/consumers'
import { getWxpay } from './wxpay.mjs'

try {
  const wxpay = await getWxpay(process.env)
  // The parser's own message would quote the input.
  const call = /** @type {any} */ (
    await json(process.stdin).catch(() => {
      throw new Error('Standard input is not JSON.')
    })
  )
  const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: call }).json()
  console.log(resp_code, auth_code)
} catch (error) {
  // No message of the kit's errors shows a key or a person's data.
  console.error(String(error))
  process.exitCode = 1
}
