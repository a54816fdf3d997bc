import { defineEventHandler, toWebRequest } from 'h3'
import { getWechatPay } from '../lib/wechatpay'

// The signature covers the raw body: the handler takes a Request that nobody has parsed.
export default defineEventHandler(async (event) => {
  const { handle } = await getWechatPay()
  return handle(toWebRequest(event))
})
