import { getWechatPay } from '../../lib/wechatpay'

// The signature covers the raw body: the handler takes the Request that nobody has read.
export async function POST(request: Request): Promise<Response> {
  const { handle } = await getWechatPay()
  return handle(request)
}
