// What both routes share, made with the first request and kept.
import { createClient, createMemoryStore, handleNotifications } from '@wechatpay-kit/client'
import { readEnvironment } from '@wechatpay-kit/client/node'

const store = createMemoryStore() // several processes need a store that they share
let made: ReturnType<typeof make> | undefined

/** The client, and the handler of notifications. */
export function getWechatPay(): ReturnType<typeof make> {
  made ??= make()
  return made
}

async function make() {
  const environment = await readEnvironment(process.env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
  const { merchant, platformKeys: keys, apiV3Key } = environment
  const handle = handleNotifications({ keys, apiV3Key, store }, async ({ event_type, original_type, resource }) => {
    if (event_type === 'TRANSACTION.SUCCESS' && original_type === 'transaction')
      console.log(`paid ${resource.out_trade_no} ${resource.amount?.total}`)
  })
  return { mchid: merchant.mchid, wxpay: createClient(environment), handle }
}
