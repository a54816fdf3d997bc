// Alters the qualification that is described, as JSON, on standard input: process lists show arguments.
import { getWxpay } from './wxpay.ts'

try {
  const wxpay = await getWxpay(Deno.env.toObject())
  // The parser's own message would quote the input.
  const json = await new Response(Deno.stdin.readable).json().catch(() => {
    throw new Error('Standard input is not JSON.')
  })
  const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
  console.log(resp_code, auth_code)
} catch (error) {
  // No message of the kit's errors shows a key or a person's data.
  console.error(String(error))
  Deno.exitCode = 1
}
