// A shop on Express 5: it creates a payment that is paid by a QR code (Native支付), and hears when it was paid.
import { randomUUID } from 'node:crypto'
import { createClient, createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { readEnvironment, toNodeHandler } from '@wechatpay-kit/client/node'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import express from 'express'

const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
const { merchant, platformKeys: keys, apiV3Key } = environment
const { APPID: appid, NOTIFY_URL: notify_url, PORT = '3000' } = process.env
const wxpay = createClient(environment)
const store = createMemoryStore() // several processes need a store that they share
const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
    console.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
})

const app = express()
// The signature covers the raw body: this route stands before every parser.
app.post('/notifications', toNodeHandler(handle))
app.use(express.json())
app.post('/orders', async ({ body }, response) => {
  const description = body?.description
  if (typeof description !== 'string') return response.status(400).send('description must be a text')
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid: merchant.mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  response.status(201).json({ out_trade_no, code_url: qrCode })
})
app.listen(Number(PORT), () => console.log(`listens on http://127.0.0.1:${PORT}`))
