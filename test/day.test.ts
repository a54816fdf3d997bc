// A whole day of a merchant and of a partner at the sandbox, through the client: what the notifications said and what the
// bills have is what happened, to the fen.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BillRow, createClient, createMemoryStore, handleNotifications, readBill } from '@wechatpay-kit/endpoints'
import { operations as bill } from '@wechatpay-kit/endpoints/areas/bill'
import { operations as combine } from '@wechatpay-kit/endpoints/areas/combine-transactions'
import { operations as transfers } from '@wechatpay-kit/endpoints/areas/fund-app'
import { operations as pay } from '@wechatpay-kit/endpoints/areas/pay'
import { operations as sharing } from '@wechatpay-kit/endpoints/areas/profitsharing'
import { operations as refund } from '@wechatpay-kit/endpoints/areas/refund'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'

const operations = [...pay, ...combine, ...refund, ...transfers, ...sharing, ...bill] as const
const ORDERS = 500
const DAY = '2026-11-26'
const MCHID = '1900000001'
const PARTNER = '1900000002'
const SUB = '1900000003'
const appid = 'wxd678efh567hg6787'

let time = Date.parse(`${DAY}T00:10:00+08:00`)
const now = () => time
const sandbox = await createSandbox({
  now,
  merchant: { mchid: MCHID },
  merchants: [{ mchid: PARTNER, subMerchants: [SUB] }, { mchid: SUB }],
})
const { transport } = sandbox

/** Client and receiver of a merchant. */
const createAccount = (mchid: string) => {
  const merchant = sandbox.merchants.find((one) => one.mchid === mchid)
  if (!merchant) throw new Error(`There is no ${mchid}.`)
  const { platformKeys, apiV3Key } = merchant
  const wxpay = createClient({ merchant, platformKeys, transport, operations, now })
  const options = { keys: platformKeys, apiV3Key, store: createMemoryStore({ now }), now }
  const received: { readonly event_type: string; readonly resource: unknown }[] = []
  const handler = handleNotifications(options, ({ event_type, resource }) => {
    received.push({ event_type, resource })
  })
  return { wxpay, received, handler }
}
const accounts: Readonly<Record<string, ReturnType<typeof createAccount>>> = {
  [MCHID]: createAccount(MCHID),
  [PARTNER]: createAccount(PARTNER),
}
const direct = accounts[MCHID]?.wxpay as ReturnType<typeof createAccount>['wxpay']
const partner = accounts[PARTNER]?.wxpay as typeof direct

const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = incoming.headers as Record<string, string>
  const request = new Request(`http://localhost${incoming.url}`, {
    method: 'POST',
    headers,
    body: Buffer.concat(chunks),
  })
  const response = await accounts[incoming.url?.slice(1) ?? '']?.handler(request)
  outgoing.writeHead(response?.status ?? 404).end(await response?.text())
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
afterAll(() => {
  server.close()
})

/** What happened, as this test knows it: by the merchant's own number. */
const paid = new Map<string, { readonly account: string; readonly total: number; readonly type: string }>()
const refunded = new Map<string, { readonly account: string; readonly order: string; readonly amount: number }>()
const transferred = new Map<string, number>()
const shared = new Map<string, number>()

const description = '茶叶, 一盒'
const common = { description, notify_url: `${address}${MCHID}` }
const payer = { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }
const scene_info = { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' as const } }

/** Places an order of a kind and pays it; gives its number, or those of its sub-orders. */
const kinds: ((number: string, total: number) => Promise<void>)[] = [
  async (out_trade_no, total) => {
    const json = { ...common, mchid: MCHID, appid, out_trade_no, amount: { total }, payer }
    await direct.v3.pay.transactions.jsapi.post({ json: { ...json, settle_info: { profit_sharing: true } } })
    await payOrder(out_trade_no, MCHID, total, 'JSAPI')
  },
  async (out_trade_no, total) => {
    await direct.v3.pay.transactions.app.post({
      json: { ...common, mchid: MCHID, appid, out_trade_no, amount: { total } },
    })
    await payOrder(out_trade_no, MCHID, total, 'APP')
  },
  async (out_trade_no, total) => {
    const json = { ...common, mchid: MCHID, appid, out_trade_no, amount: { total }, scene_info }
    await direct.v3.pay.transactions.h5.post({ json })
    await payOrder(out_trade_no, MCHID, total, 'MWEB')
  },
  async (out_trade_no, total) => {
    const json = { ...common, mchid: MCHID, appid, out_trade_no, amount: { total } }
    await direct.v3.pay.transactions.native.post({ json })
    await payOrder(out_trade_no, MCHID, total, 'NATIVE')
  },
  async (out_trade_no, total) => {
    const sp = { ...common, notify_url: `${address}${PARTNER}`, sp_appid: appid, sp_mchid: PARTNER, sub_mchid: SUB }
    const json = { ...sp, out_trade_no, amount: { total }, payer: { sp_openid: payer.openid } }
    await partner.v3.pay.partner.transactions.jsapi.post({ json })
    await payOrder(out_trade_no, PARTNER, total, 'JSAPI')
  },
  async (number, total) => {
    const parts = [total - 1, 1].map((total_amount, index) => ({
      mchid: MCHID,
      attach: 'attach',
      amount: { total_amount, currency: 'CNY' },
      out_trade_no: `${number}-${index}`,
      description,
    }))
    const json = { combine_appid: appid, combine_mchid: MCHID, combine_out_trade_no: number, sub_orders: parts }
    const order = { ...json, combine_payer_info: payer, notify_url: `${address}${MCHID}` }
    await direct.v3.combineTransactions.jsapi.post({ json: order })
    await sandbox.command('pay', { out_trade_no: number, mchid: MCHID })
    for (const { out_trade_no, amount } of parts) {
      paid.set(out_trade_no, { account: MCHID, total: amount.total_amount, type: 'JSAPI' })
    }
  },
]

async function payOrder(out_trade_no: string, account: string, total: number, type: string): Promise<void> {
  await sandbox.command('pay', { out_trade_no, mchid: account })
  paid.set(out_trade_no, { account, total, type })
}

async function refundPart(order: string, out_refund_no: string, amount: number): Promise<void> {
  const { account, total } = paid.get(order) as NonNullable<ReturnType<typeof paid.get>>
  const json = { out_trade_no: order, out_refund_no, amount: { refund: amount, total, currency: 'CNY' } }
  const notify_url = `${address}${account}`
  if (account === MCHID) await direct.v3.refund.domestic.refunds.post({ json: { ...json, notify_url } })
  else await partner.v3.refund.domestic.refunds.post({ json: { ...json, notify_url, sub_mchid: SUB } })
  refunded.set(out_refund_no, { account, order, amount })
}

async function transfer(out_bill_no: string, transfer_amount: number): Promise<void> {
  const report = [{ info_type: '赔付原因', info_content: '质量' }]
  const scene = { transfer_scene_id: '1011', transfer_scene_report_infos: report }
  const order = { appid, out_bill_no, openid: payer.openid, transfer_amount, transfer_remark: '退货', ...scene }
  await direct.v3.fundApp.mchTransfer.transferBills.post({ json: { ...order, notify_url: `${address}${MCHID}` } })
  await sandbox.command('confirm', { out_bill_no, mchid: MCHID })
  transferred.set(out_bill_no, transfer_amount)
}

async function share(order: string, out_order_no: string, amount: number): Promise<void> {
  const { transaction_id = '' } = await queryOrder(order)
  const receiver = { type: 'MERCHANT_ID' as const, account: PARTNER, amount, description: '佣金' }
  const json = { appid, transaction_id, out_order_no, receivers: [receiver], unfreeze_unsplit: true }
  await direct.v3.profitsharing.orders.post({ json })
  shared.set(out_order_no, amount)
}

const queryOrder = (out_trade_no: string) =>
  direct.v3.pay.transactions.outTradeNo['{out_trade_no}']
    .get({ params: { out_trade_no }, query: { mchid: MCHID } })
    .json()

/** A number that looks like chance, and is the same at every run. */
const choose = (seed: number, greatest: number) => ((seed * 7919) % greatest) + 1

beforeAll(async () => {
  const receiver = {
    appid,
    type: 'MERCHANT_ID' as const,
    account: PARTNER,
    name: '示例商户',
    relation_type: 'PARTNER' as const,
  }
  await direct.v3.profitsharing.receivers.add.post({ json: receiver })
  for (let index = 0; index < ORDERS; index++) {
    const number = `day-${String(index).padStart(4, '0')}`
    const total = choose(index, 100_000) + 10
    const kind = index % kinds.length
    await kinds[kind]?.(number, total)
    const order = kind === 5 ? `${number}-0` : number
    if (kind === 0 && index % 12 === 0) await share(order, `share${index}`, Math.floor(total / 5))
    else if (index % 7 === 3) await refundPart(order, `refund-${index}`, choose(index, total - 2))
    if (index % 10 === 0) await transfer(`transfer${index}`, choose(index, 19_000) + 30)
    // 500 orders in 23 hours.
    time += 165_000
    await sandbox.settle()
  }
  await sandbox.settle()
}, 300_000)

/** Reads a bill of the day: its rows, its summary. */
async function read(wxpay: typeof direct, { download_url = '', hash_value = '' }): Promise<readonly BillRow[]> {
  const file = await wxpay.download(download_url, { hash: { type: 'SHA1', value: hash_value } })
  const rows: BillRow[] = []
  for await (const row of readBill(file)) rows.push(row)
  return rows
}

const isPart = (number: string) => /-\d+-[01]$/.test(number)

const ofAccount = <Row extends { readonly account: string }>(rows: ReadonlyMap<string, Row>, account: string) =>
  [...rows].filter(([, row]) => row.account === account)

it('makes 500 orders of all kinds, and more of what follows', () => {
  expect(new Set([...paid.values()].map(({ type }) => type))).toEqual(new Set(['JSAPI', 'APP', 'MWEB', 'NATIVE']))
  expect(paid.size).toBe(ORDERS + Math.floor(ORDERS / 6))
  expect(refunded.size).toBeGreaterThan(60)
  expect(transferred.size).toBe(50)
  expect(shared.size).toBeGreaterThan(40)
})

it.each([MCHID, PARTNER])(
  'the bill of transactions of %s has every payment and every refund, once',
  async (account) => {
    const wxpay = account === MCHID ? direct : partner
    const rows = await read(wxpay, await wxpay.v3.bill.tradebill.get({ query: { bill_date: DAY } }).json())
    const payments = rows.filter((row) => row['交易状态'] === 'SUCCESS')
    const found = payments.map((row) => [row['商户订单号'], row['交易类型'], row['订单金额']])
    expect(found.sort()).toEqual(
      ofAccount(paid, account)
        .map(([number, { type, total }]) => [number, type, total])
        .sort(),
    )
    const refunds = rows.filter((row) => row['交易状态'] === 'REFUND')
    const back = refunds.map((row) => [row['商户退款单号'], row['商户订单号'], row['申请退款金额']])
    expect(back.sort()).toEqual(
      ofAccount(refunded, account)
        .map(([number, { order, amount }]) => [number, order, amount])
        .sort(),
    )
    expect(rows.length).toBe(payments.length + refunds.length)
  },
)

it('the bill of fund flows has every fen that came and went, and its balances add up', async () => {
  const rows = await read(direct, await direct.v3.bill.fundflowbill.get({ query: { bill_date: DAY } }).json())
  const listed = (type: string) =>
    rows
      .filter((row) => row['业务类型'] === type)
      .map((row) => [row['业务凭证号'], row['收支金额(元)']])
      .sort()
  expect(listed('交易')).toEqual(
    ofAccount(paid, MCHID)
      .map(([number, { total }]) => [number, total])
      .sort(),
  )
  expect(listed('商家转账')).toEqual([...transferred].sort())
  expect(listed('分账')).toEqual([...shared].sort())
  let balance = 0
  for (const [index, row] of rows.entries()) {
    const amount = Number(row['收支金额(元)']) * (row['收支类型'] === '收入' ? 1 : -1)
    if (index === 0) balance = Number(row['账户结余(元)']) - amount
    balance += amount
    expect(row['账户结余(元)']).toBe(balance)
  }
  const refunds = ofAccount(refunded, MCHID)
  const gross = rows
    .filter((row) => row['业务类型'] === '退款')
    .map((row) => Math.round(Number(/退款总金额([\d.]+)元/.exec(String(row['备注']))?.[1]) * 100))
  expect(gross.sort()).toEqual(refunds.map(([, { amount }]) => amount).sort())
})

it('told of each of them by a notification that was verified, once', () => {
  const events = (account: string, type: string, field: string) =>
    (accounts[account]?.received ?? [])
      .filter(({ event_type }) => event_type === type)
      .map(({ resource }) => (resource as Record<string, unknown>)[field])
      .sort()
  const single = (account: string) => ofAccount(paid, account).filter(([number]) => !isPart(number))
  for (const account of [MCHID, PARTNER]) {
    const transactions = events(account, 'TRANSACTION.SUCCESS', 'out_trade_no').filter((number) => number !== undefined)
    expect(transactions).toEqual(
      single(account)
        .map(([number]) => number)
        .sort(),
    )
    expect(events(account, 'REFUND.SUCCESS', 'out_refund_no')).toEqual(
      ofAccount(refunded, account)
        .map(([number]) => number)
        .sort(),
    )
  }
  const combined = events(MCHID, 'TRANSACTION.SUCCESS', 'combine_out_trade_no').filter((number) => number !== undefined)
  expect(combined.length).toBe(Math.floor(ORDERS / 6))
  expect(events(MCHID, 'MCHTRANSFER.BILL.FINISHED', 'out_bill_no')).toEqual([...transferred.keys()].sort())
})

it('orders are found as they were left', async () => {
  for (const [number, { account, total }] of [...paid].filter((_, index) => index % 25 === 0)) {
    // Parts of combined orders are found with the whole.
    if (account !== MCHID || isPart(number)) continue
    const isRefunded = [...refunded.values()].some(({ order }) => order === number)
    const { trade_state, amount } = await queryOrder(number)
    expect([trade_state, amount?.total]).toEqual([isRefunded ? 'REFUND' : 'SUCCESS', total])
  }
})
