// A shop on Fastify: it creates a payment that is paid by a QR code (Native支付), and hears when it was paid.
import { randomUUID } from 'node:crypto'
import { createClient, createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { readEnvironment, toNodeHandler } from '@wechatpay-kit/client/node'
import { openNativePayment } from '@wechatpay-kit/endpoints/payments'
import Fastify from 'fastify'

const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
const { merchant, platformKeys: keys, apiV3Key } = environment
const { APPID: appid, NOTIFY_URL: notify_url, PORT = '3000' } = process.env
const wxpay = createClient(environment)
const app = Fastify({ logger: true })
const store = createMemoryStore() // several processes need a store that they share
const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
    app.log.info(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
})
const receive = toNodeHandler(handle)

// The signature covers the raw body: in this scope the parser for every type reads nothing.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  scope.post('/notifications', (request, reply) => {
    reply.hijack()
    return receive(request.raw, reply.raw)
  })
})

const body = { type: 'object', required: ['description'], properties: { description: { type: 'string' } } }
app.post('/orders', { schema: { body } }, async ({ body: { description } }, reply) => {
  const out_trade_no = randomUUID().replaceAll('-', '')
  const amount = { total: 100 } // fen; a price is never the client's word
  const json = { appid, mchid: merchant.mchid, description, out_trade_no, notify_url, amount }
  const { qrCode } = await openNativePayment(wxpay, { json })
  return reply.code(201).send({ out_trade_no, code_url: qrCode })
})
await app.listen({ port: Number(PORT) })
