import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { getWxpay } from './wxpay.ts'

export default {
  async fetch(request: Request, env: object): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { Allow: 'POST' } })
    const wxpay = await getWxpay(env)
    // A body that is not JSON is refused like any other input.
    const json = await request.json().catch(() => undefined)
    try {
      const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
      return Response.json({ resp_code, auth_code })
    } catch (error) {
      return refuse(error)
    }
  },
}

/** The response to a call that failed: nothing of a person, only kind, code and the field's name. */
function refuse(error: unknown): Response {
  if (!isWechatPayError(error)) throw error
  const { code } = error
  if (error.name === 'ValidationError') return Response.json({ code, field: error.field }, { status: 422 })
  if (error.name === 'BusinessError') return Response.json({ code, resp_code: error.respCode }, { status: 409 })
  return Response.json({ code }, { status: 502 })
}
