// A shop on Koa: it creates a payment that is paid by a QR code (Native支付), and hears when it was paid.
import { randomUUID } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { createClient, createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { readEnvironment, toNodeHandler } from '@wechatpay-kit/client/node'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import Koa from 'koa'

const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
const { merchant, platformKeys: keys, apiV3Key } = environment
const { APPID: appid, NOTIFY_URL: notify_url, PORT = '3000' } = process.env
const wxpay = createClient(environment)
const store = createMemoryStore() // several processes need a store that they share
const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
    console.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
})
const receive = toNodeHandler(handle)

const router = new Router()
// The signature covers the raw body: this route stands before every parser, and Koa leaves the response to it.
router.post('/notifications', (context) => {
  context.respond = false
  return receive(context.req, context.res)
})
router.use(bodyParser())
router.post('/orders', async (context) => {
  const description = context.request.body?.description
  if (typeof description !== 'string') context.throw(400, 'description must be a text')
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid: merchant.mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  context.status = 201
  context.body = { out_trade_no, code_url: qrCode }
})

const app = new Koa()
app.use(router.routes())
app.listen(Number(PORT), () => console.log(`listens on http://127.0.0.1:${PORT}`))
