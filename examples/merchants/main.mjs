// One process, a thousand merchants, and a partner that orders for another: node examples/merchants/main.mjs
import { createServer } from 'node:http'
import { createMemoryStore } from '@wechatpay-kit/client'
import { toNodeHandler } from '@wechatpay-kit/client/node'
import * as native from '@wechatpay-kit/endpoints/v3/pay/partner/transactions/native'
import * as direct from '@wechatpay-kit/endpoints/v3/pay/transactions/native'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { createAccounts } from './accounts.mjs'
import { createReceiver } from './receive.mjs'

// A sandbox plays WeChat Pay. One pair of RSA keys for all, because making a thousand takes minutes; the numbers of their
// certificates and their APIv3 keys are their own.
const keys = await generateKeyPair()
const numbers = Array.from({ length: 1000 }, (_, index) => String(1_900_001_000 + index))
const partner = '1900000109'
const sandbox = await createSandbox({
  merchants: [{ mchid: partner, keys }, ...numbers.map((mchid) => ({ mchid, keys }))],
})

// This is your database, or your vault.
const vault = new Map(sandbox.merchants.map((merchant) => [merchant.mchid, merchant.writeEnvironment()]))

/** @type {string[]} */
const paid = []
const accounts = createAccounts({
  load: async (mchid) => {
    const settings = vault.get(mchid)
    return settings && [settings]
  },
  createHandlers: (mchid) => ({
    'TRANSACTION.SUCCESS': (notification) => {
      if (notification.original_type === 'transaction')
        paid.push(`${mchid} is paid for ${notification.resource.out_trade_no}`)
    },
  }),
  store: createMemoryStore(),
  max: 100,
  connection: { transport: sandbox.transport },
})
const server = createServer(toNodeHandler(createReceiver(accounts)))
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
const notifyUrl = (/** @type {string} */ mchid) => `http://127.0.0.1:${port}/notify/${mchid}`

/** @param {string} mchid */
async function findClient(mchid) {
  const account = await accounts.find(mchid)
  if (!account) throw new Error(`There is no merchant ${mchid}.`)
  return account.wxpay
}

const order = { description: '茶叶', amount: { total: 100 } }

// Each fifth merchant places an order of its own, by its own client; a hundred clients at most are held.
const customers = numbers.filter((_, index) => index % 5 === 0)
for (const [index, mchid] of customers.entries()) {
  const wxpay = await findClient(mchid)
  const json = {
    ...order,
    appid: 'wxd678efh567hg6787',
    mchid,
    out_trade_no: `order-${index}`,
    notify_url: notifyUrl(mchid),
  }
  await wxpay.call(direct.post, { json })
}
console.log(`${customers.length} of ${numbers.length} merchants placed an order, ${accounts.size} clients are held`)

// A partner orders for a sub-merchant: the partner's keys sign, sub_mchid says who is paid.
const [sub_mchid = ''] = customers
const wxpay = await findClient(partner)
const json = { ...order, sp_appid: 'wx8888888888888888', sp_mchid: partner, sub_mchid, out_trade_no: 'partner-1' }
await wxpay.call(native.post, { json: { ...json, notify_url: notifyUrl(partner) } })

// The payers pay; what WeChat Pay sends goes to one server.
await sandbox.command('pay', { out_trade_no: 'order-0', mchid: customers[0] })
await sandbox.command('pay', { out_trade_no: 'order-199', mchid: customers[199] })
await sandbox.command('pay', { out_trade_no: 'partner-1', mchid: partner })
await sandbox.settle()
for (const line of paid.sort()) console.log(line)
server.close()
