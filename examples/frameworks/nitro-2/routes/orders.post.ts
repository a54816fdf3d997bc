import { randomUUID } from 'node:crypto'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { createError, defineEventHandler, readBody, setResponseStatus } from 'h3'
import { getWechatPay } from '../lib/wechatpay'

export default defineEventHandler(async (event) => {
  const { mchid, wxpay } = await getWechatPay()
  const { APPID: appid = '', NOTIFY_URL: notify_url = '' } = process.env
  const { description } = (await readBody(event).catch(() => null)) ?? {}
  if (typeof description !== 'string') throw createError({ statusCode: 400, message: 'description must be a text' })
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  setResponseStatus(event, 201)
  return { out_trade_no, code_url: qrCode }
})
