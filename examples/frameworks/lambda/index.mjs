// A shop as a function: it creates a payment that is paid by a QR code (Native支付), and hears when it was paid.
import { randomUUID } from 'node:crypto'
import { createClient, handleNotifications } from '@wechatpay-kit/client'
import { readEnvironment } from '@wechatpay-kit/client/node'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { createRequest, createResult } from './event.mjs'

const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
const { merchant, platformKeys: keys, apiV3Key } = environment
const { APPID: appid, NOTIFY_URL: notify_url } = process.env
const wxpay = createClient(environment)
// Each instance of a function has its own memory: give a store that they share, or handle what may come twice.
const handle = handleNotifications({ keys, apiV3Key }, async ({ event_type, original_type, resource }) => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
    console.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
})

/** What AWS Lambda calls. */
export async function handler(event) {
  return createResult(await respond(createRequest(event)), event)
}

/** @param {Request} request */
async function respond(request) {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/notifications')) return handle(request)
  if (pathname.endsWith('/orders') && request.method === 'POST')
    return createOrder(await request.json().catch(() => null))
  return new Response(null, { status: 404 })
}

async function createOrder(order) {
  const { description } = order ?? {}
  if (typeof description !== 'string') return new Response('description must be a text', { status: 400 })
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid: merchant.mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  return Response.json({ out_trade_no, code_url: qrCode }, { status: 201 })
}
