import { getWechatPay } from '#lib/server/wechatpay.ts'
import type { RequestHandler } from './$types'

// The signature covers the raw body: the handler takes the Request that nobody has read.
export const POST: RequestHandler = async ({ request }) => {
  const { handle } = await getWechatPay()
  return handle(request)
}
