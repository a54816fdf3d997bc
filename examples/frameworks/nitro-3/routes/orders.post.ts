import { randomUUID } from 'node:crypto'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { defineHandler, HTTPError } from 'nitro/h3'
import { getWechatPay } from '../lib/wechatpay.ts'

export default defineHandler(async (event) => {
  const { mchid, wxpay } = await getWechatPay()
  const { APPID: appid = '', NOTIFY_URL: notify_url = '' } = process.env
  const order = (await event.req.json().catch(() => null)) as { description?: unknown } | null
  const description = order?.description
  if (typeof description !== 'string') throw new HTTPError({ status: 400, message: 'description must be a text' })
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  event.res.status = 201
  return { out_trade_no, code_url: qrCode }
})
