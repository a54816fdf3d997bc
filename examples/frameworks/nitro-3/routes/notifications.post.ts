import { defineHandler } from 'nitro/h3'
import { getWechatPay } from '../lib/wechatpay.ts'

// The signature covers the raw body: the handler takes the Request that nobody has read.
export default defineHandler(async (event) => {
  const { handle } = await getWechatPay()
  return handle(event.req)
})
