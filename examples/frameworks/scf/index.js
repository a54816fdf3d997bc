// A shop as a function: it creates a payment that is paid by a QR code (Native支付), and hears when it was paid.
const { randomUUID } = require('node:crypto')
const { createClient, handleNotifications } = require('@wechatpay-kit/client')
const { readEnvironment } = require('@wechatpay-kit/client/node')
const { openNativePayment } = require('@wechatpay-kit/endpoints/payments')
const { createRequest, createResult } = require('./event.js')

const { APPID: appid, NOTIFY_URL: notify_url } = process.env
let shop

/** What SCF calls. */
exports.main_handler = async (event) => {
  shop ??= openShop() // with the first event, and kept
  return createResult(await respond(createRequest(event), await shop))
}

async function openShop() {
  const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
  const { merchant, platformKeys: keys, apiV3Key } = environment
  // Each instance of a function has its own memory: give a store that they share, or handle what may come twice.
  const handle = handleNotifications({ keys, apiV3Key }, async ({ event_type, original_type, resource }) => {
    if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
      console.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
  })
  return { mchid: merchant.mchid, wxpay: createClient(environment), handle }
}

async function respond(request, { mchid, wxpay, handle }) {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/notifications')) return handle(request)
  if (!pathname.endsWith('/orders') || request.method !== 'POST') return new Response(null, { status: 404 })
  const { description } = (await request.json().catch(() => null)) ?? {}
  if (typeof description !== 'string') return new Response('description must be a text', { status: 400 })
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  return Response.json({ out_trade_no, code_url: qrCode }, { status: 201 })
}
