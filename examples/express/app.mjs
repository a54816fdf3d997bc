// A shop that hears of its payments: prints each that WeChat Pay reports, verified and decrypted.
import { readEnvironment, toNodeHandler } from '@wechatpay-kit/client/node'
import { createMemoryStore, handleNotifications } from '@wechatpay-kit/endpoints'
import express from 'express'

const { platformKeys: keys, apiV3Key } = await readEnvironment(process.env, { required: ['platformKeys', 'apiV3Key'] })
const store = createMemoryStore() // several processes need a store that they share
const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
  if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
    console.log(`paid: ${resource.out_trade_no}, ${resource.amount?.total} fen`)
})
const port = Number(process.env.PORT ?? 3000)
const app = express().post('/notifications', toNodeHandler(handle))
app.listen(port, () => console.log(`listens on http://localhost:${port}/notifications`))
