import { randomUUID } from 'node:crypto'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { getWechatPay } from '../../lib/wechatpay'

export async function POST(request: Request): Promise<Response> {
  const { mchid, wxpay } = await getWechatPay()
  const { APPID: appid = '', NOTIFY_URL: notify_url = '' } = process.env
  const { description } = (await request.json().catch(() => null)) ?? {}
  if (typeof description !== 'string') return new Response('description must be a text', { status: 400 })
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  return Response.json({ out_trade_no, code_url: qrCode }, { status: 201 })
}
