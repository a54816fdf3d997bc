import { randomUUID } from 'node:crypto'
import { error, json as respond } from '@sveltejs/kit'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { getWechatPay } from '#lib/server/wechatpay.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async ({ request }) => {
  const { mchid, wxpay } = await getWechatPay()
  const { APPID: appid = '', NOTIFY_URL: notify_url = '' } = process.env
  const { description } = (await request.json().catch(() => null)) ?? {}
  if (typeof description !== 'string') error(400, 'description must be a text')
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  return respond({ out_trade_no, code_url: qrCode }, { status: 201 })
}
