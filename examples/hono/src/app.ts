import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { Hono } from 'hono'
import { env } from 'hono/adapter'
import { getWechatPay } from './wechatpay.ts'

const app = new Hono()

app.post('/qualifications/alter', async (context) => {
  const { wxpay } = await getWechatPay(env(context))
  // A body that is not JSON is refused like any other input.
  const json = await context.req.json().catch(() => undefined)
  const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
  return context.json({ resp_code, auth_code })
})

// The signature covers the raw body, so nothing may read it before.
app.post('/notifications', async (context) => {
  const { handle } = await getWechatPay(env(context))
  return handle(context.req.raw)
})

/** The response to a call that failed: nothing of a person, only kind, code and the field's name. */
app.onError((error, context) => {
  if (!isWechatPayError(error)) {
    console.error(error.message)
    return context.json({ code: 'INTERNAL_ERROR' }, 500)
  }
  const { code } = error
  if (error.name === 'ValidationError') return context.json({ code, field: error.field }, 422)
  if (error.name === 'BusinessError') return context.json({ code, resp_code: error.respCode }, 409)
  return context.json({ code }, 502)
})

export default app
