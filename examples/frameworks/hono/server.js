// A shop on Hono: it creates a payment that is paid by a QR code (Native支付), and hears when it was paid.
import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { createClient, createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { readEnvironment } from '@wechatpay-kit/client/node'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import { Hono } from 'hono'

const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
const { merchant, platformKeys: keys, apiV3Key } = environment
const { APPID: appid, NOTIFY_URL: notify_url, PORT = '3000' } = process.env
const wxpay = createClient(environment)
const store = createMemoryStore() // several processes need a store that they share
const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
    console.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
})

const app = new Hono()
// The signature covers the raw body: the handler takes the Request that nobody has read.
app.post('/notifications', (context) => handle(context.req.raw))
app.post('/orders', async (context) => {
  const { description } = (await context.req.json().catch(() => null)) ?? {}
  if (typeof description !== 'string') return context.text('description must be a text', 400)
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid: merchant.mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  return context.json({ out_trade_no, code_url: qrCode }, 201)
})
serve({ fetch: app.fetch, port: Number(PORT) }, () => console.log(`listens on http://127.0.0.1:${PORT}`))
