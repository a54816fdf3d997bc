import { createHash } from 'node:crypto'
import { type BillRow, createClient, readBill } from '@wechatpay-kit/endpoints'
import { operations as bill } from '@wechatpay-kit/endpoints/areas/bill'
import { operations as ecommerce } from '@wechatpay-kit/endpoints/areas/ecommerce'
import { operations as transfers } from '@wechatpay-kit/endpoints/areas/fund-app'
import { operations as pay } from '@wechatpay-kit/endpoints/areas/pay'
import { operations as sharing } from '@wechatpay-kit/endpoints/areas/profitsharing'
import { operations as refund } from '@wechatpay-kit/endpoints/areas/refund'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { expect, it } from 'vitest'
import { play, refusalOf } from './play.ts'

const operations = [...bill, ...pay, ...refund, ...transfers, ...sharing, ...ecommerce] as const
const bill_date = '2026-11-26'
const DAY = 86_400_000

interface Published {
  readonly download_url?: string
  readonly hash_value?: string
  readonly encrypt_key?: string
  readonly nonce?: string
}

/** A merchant who sells, refunds, transfers and shares, and reads bills. */
async function start() {
  const partner = { mchid: '1900000002', keys: await generateKeyPair() }
  const played = await play(operations, { merchants: [partner] })
  const { wxpay, merchant, command, pass } = played
  const { mchid } = merchant
  const read = async ({ download_url = '', hash_value = '', encrypt_key, nonce }: Published, gunzip = false) => {
    const encryption = encrypt_key && nonce ? { encryption: { encrypt_key, nonce } } : {}
    const hash = { type: 'SHA1', value: hash_value } as const
    const rows: BillRow[] = []
    const found = readBill(await wxpay.download(download_url, { hash, gunzip, ...encryption }))
    for await (const row of found) rows.push(row)
    return { rows, summary: found.summary }
  }
  return {
    ...played,
    mchid,
    read,
    async sell(out_trade_no: string, total: number, change: object = {}) {
      const order = {
        mchid,
        appid: 'wx1',
        description: '茶叶,一盒',
        out_trade_no,
        notify_url: 'https://shop.example/',
      }
      const json = { ...order, amount: { total }, payer: { openid: 'oUser1' }, attach: 'a', ...change }
      await wxpay.v3.pay.transactions.jsapi.post({ json })
      await command('pay', { out_trade_no })
    },
    async refund(out_trade_no: string, out_refund_no: string, amount: number, total: number) {
      const json = { out_trade_no, out_refund_no, amount: { refund: amount, total, currency: 'CNY' } }
      await wxpay.v3.refund.domestic.refunds.post({ json })
      pass(1000)
    },
    transfer: (out_bill_no: string, transfer_amount: number) =>
      wxpay.v3.fundApp.mchTransfer.transferBills.post({
        json: {
          appid: 'wx1',
          out_bill_no,
          openid: 'oUser2',
          transfer_amount,
          transfer_remark: '退货',
          transfer_scene_id: '1011',
          transfer_scene_report_infos: [{ info_type: '赔付原因', info_content: '质量' }],
        },
      }),
    trade: (query: object = {}) => wxpay.v3.bill.tradebill.get({ query: { bill_date, ...query } }).json(),
    fundFlow: (query: object = {}) => wxpay.v3.bill.fundflowbill.get({ query: { bill_date, ...query } }).json(),
  }
}

it.each([false, true])('a bill of transactions has what was paid and refunded, packed: %s', async (gunzip) => {
  const { sell, refund, pass, trade, read, mchid } = await start()
  await sell('trade100000', 1_234)
  pass(60_000)
  await sell('trade200000', 10_000)
  await refund('trade200000', 'refund1', 2_500, 10_000)
  const { rows, summary } = await read(await trade(gunzip ? { tar_type: 'GZIP' } : {}), gunzip)
  expect(rows).toHaveLength(3)
  expect(rows[0]).toMatchObject({
    交易时间: '2026-11-26 10:00:00',
    公众账号ID: 'wx1',
    商户号: mchid,
    特约商户号: '0',
    商户订单号: 'trade100000',
    用户标识: 'oUser1',
    交易类型: 'JSAPI',
    交易状态: 'SUCCESS',
    货币种类: 'CNY',
    应结订单金额: 1_234,
    退款金额: 0,
    商品名称: '茶叶 一盒',
    商户数据包: 'a',
    手续费: 7,
    费率: '0.60%',
    订单金额: 1_234,
  })
  expect(rows[2]).toMatchObject({
    交易时间: '2026-11-26 10:01:00',
    商户订单号: 'trade200000',
    交易状态: 'REFUND',
    应结订单金额: 0,
    商户退款单号: 'refund1',
    退款金额: 2_500,
    退款类型: 'ORIGINAL',
    退款状态: 'SUCCESS',
    手续费: -15,
    申请退款金额: 2_500,
  })
  expect(summary).toEqual({
    总交易单数: '3',
    应结订单总金额: 11_234,
    退款总金额: 2_500,
    充值券退款总金额: 0,
    手续费总金额: 7 + 60 - 15,
    订单总金额: 11_234,
    申请退款总金额: 2_500,
  })
})

it('a bill of payments has payments alone, one of refunds refunds alone', async () => {
  const { sell, refund, trade, read } = await start()
  await sell('trade100000', 1_000)
  expect(await refusalOf(trade({ bill_type: 'REFUND' }))).toMatchObject({ status: 400, code: 'NO_STATEMENT_EXIST' })
  await refund('trade100000', 'refund1', 400, 1_000)
  const payments = await read(await trade({ bill_type: 'SUCCESS' }))
  expect(payments.rows.map((row) => row['订单金额'])).toEqual([1_000])
  expect(Object.keys(payments.rows[0] ?? {})).toHaveLength(20)
  expect(payments.summary).toEqual({ 总交易单数: '1', 应结订单总金额: 1_000, 手续费总金额: 6, 订单总金额: 1_000 })
  const refunds = await read(await trade({ bill_type: 'REFUND' }))
  expect(Object.keys(refunds.rows[0] ?? {})).toHaveLength(29)
  expect(refunds.rows).toMatchObject([
    { 退款申请时间: '2026-11-26 10:00:00', 退款成功时间: '2026-11-26 10:00:01', 退款金额: 400 },
  ])
})

it('a bill of fund flows has every fen that moved, with the balance after it', async () => {
  const { sell, refund, transfer, command, pass, fundFlow, read, mchid } = await start()
  await sell('trade100000', 10_000)
  await refund('trade100000', 'refund1', 2_500, 10_000)
  await transfer('bill1', 300)
  await command('confirm', { out_bill_no: 'bill1' })
  await transfer('bill2', 200)
  await command('confirm', { out_bill_no: 'bill2', fail_reason: 'ACCOUNT_FROZEN' })
  const { rows, summary } = await read(await fundFlow())
  const amounts = rows.map((row) => [row['业务名称'], row['业务类型'], row['收支类型'], row['收支金额(元)']])
  expect(amounts).toEqual([
    ['交易', '交易', '收入', 10_000],
    ['交易', '扣除交易手续费', '支出', 60],
    ['退款', '退款', '支出', 2_485],
    ['商家转账', '商家转账', '支出', 300],
    ['商家转账', '商家转账', '支出', 200],
    ['商家转账', '商家转账退回', '收入', 200],
  ])
  const balances = rows.map((row) => Number(row['账户结余(元)']) - 100_000_000)
  expect(balances).toEqual([10_000, 9_940, 7_455, 7_155, 6_955, 7_155])
  expect(rows[2]).toMatchObject({ 备注: '退款总金额25.00元;含手续费0.15元', 资金变更提交申请人: `${mchid}API` })
  expect(rows[3]).toMatchObject({ 业务凭证号: 'bill1', 备注: '退货' })
  expect(new Set(rows.map((row) => row['资金流水单号'])).size).toBe(6)
  expect(summary).toEqual({
    资金流水总笔数: '6',
    收入笔数: '2',
    收入金额: 10_200,
    支出笔数: '4',
    支出金额: 3_045,
  })
  expect(await refusalOf(fundFlow({ account_type: 'FEES' }))).toMatchObject({ code: 'NO_STATEMENT_EXIST' })

  // The balance goes on, the rows do not.
  pass(DAY)
  await transfer('bill3', 55)
  const next = await read(await fundFlow({ bill_date: '2026-11-27' }))
  expect(next.rows).toMatchObject([{ '收支金额(元)': 55, '账户结余(元)': 100_007_100 }])
})

it('a bill of profit sharing has what was shared and came back', async () => {
  const { sell, wxpay, pass, read, mchid, fundFlow } = await start()
  await sell('trade100000', 10_000, { settle_info: { profit_sharing: true } })
  const { outTradeNo } = wxpay.v3.pay.transactions
  const found = await outTradeNo['{out_trade_no}'].get({ params: { out_trade_no: 'trade100000' }, query: { mchid } })
  const { transaction_id = '' } = await found.json()
  const { receivers, orders, returnOrders, bills } = wxpay.v3.profitsharing
  const agent = { type: 'MERCHANT_ID', account: '1900000002' } as const
  await receivers.add.post({ json: { ...agent, appid: 'wx1', name: '代理', relation_type: 'PARTNER' } })
  const share = { ...agent, amount: 2_000, description: '佣金' }
  await orders.post({ json: { transaction_id, out_order_no: 'P1', receivers: [share], unfreeze_unsplit: false } })
  const query = { bill_date }
  expect(await refusalOf(bills.get({ query }))).toMatchObject({ status: 400, code: 'NO_STATEMENT_EXIST' })
  pass(1000)
  const back = { out_order_no: 'P1', out_return_no: 'R1', return_mchid: '1900000002', amount: 500, description: '退款' }
  await returnOrders.post({ json: back })
  const { rows, summary } = await read(await bills.get({ query }).json())
  const common = { 分账方: mchid, 微信订单号: transaction_id, 订单金额: 10_000, 分账接收方: '1900000002' }
  expect(rows).toMatchObject([
    { ...common, '商户分账/回退单号': 'P1', '分账金额(元)': 2_000, 业务类型: '分账', 分账描述: '佣金' },
    { ...common, '商户分账/回退单号': 'R1', '分账金额(元)': 500, 业务类型: '分账回退', 分账描述: '退款' },
  ])
  expect(summary).toEqual({ 总条数: '2', '分账总金额(元)': 2_500 })
  const flows = await read(await fundFlow())
  expect(flows.rows.slice(2)).toMatchObject([
    { 业务名称: '分账', 收支类型: '支出', '收支金额(元)': 2_000 },
    { 业务名称: '分账回退', 收支类型: '收入', '收支金额(元)': 500 },
  ])
})

it('a bill is the same at every download, though more happens on its day', async () => {
  const { sell, trade, read } = await start()
  await sell('trade100000', 1_000)
  const published = await trade()
  await sell('trade200000', 1_000)
  expect((await read(published)).rows).toHaveLength(1)
  expect((await read(await trade())).rows).toHaveLength(2)
})

it('publishes the hash of the file inside the packed one', async () => {
  const { sell, trade, wxpay } = await start()
  await sell('trade100000', 1_000)
  const plain = await trade()
  const packed = await trade({ tar_type: 'GZIP' })
  expect(packed.hash_value).toBe(plain.hash_value)
  const file = await wxpay.download(plain.download_url ?? '', { hash: 'unchecked' })
  const bytes = new Uint8Array(await file.arrayBuffer())
  expect(createHash('sha1').update(bytes).digest('hex')).toBe(plain.hash_value)
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

it('gives a file to the merchant who asked for it, for five minutes', async () => {
  const { sell, trade, sandbox, wxpay, pass, now } = await start()
  await sell('trade100000', 1_000)
  const { download_url = '' } = await trade()
  const other = sandbox.merchants[1] as (typeof sandbox.merchants)[1]
  const stranger = createClient({
    merchant: other,
    platformKeys: other.platformKeys,
    transport: sandbox.transport,
    now,
  })
  const refused = stranger.download(download_url, { hash: 'unchecked' })
  expect(await refusalOf(refused)).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
  const forged = wxpay.download(download_url.replace(/token=.*/, 'token=x'), { hash: 'unchecked' })
  expect(await refusalOf(forged)).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
  pass(300_001)
  const late = wxpay.download(download_url, { hash: 'unchecked' })
  expect(await refusalOf(late)).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
})

it.each(['2026-11-31', '20261126', '2026-1-1', 'yesterday'])('refuses the day %s', async (day) => {
  const { trade } = await start()
  expect(await refusalOf(trade({ bill_date: day }))).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
})

it('has no bill of a day without business, nor of tomorrow', async () => {
  const { sell, trade } = await start()
  await sell('trade100000', 1_000)
  const none = { status: 400, code: 'NO_STATEMENT_EXIST', message: expect.stringContaining('请求的账单文件不存在') }
  expect(await refusalOf(trade({ bill_date: '2026-11-25' }))).toMatchObject(none)
  const tomorrow = { status: 400, code: 'INVALID_REQUEST' }
  expect(await refusalOf(trade({ bill_date: '2026-11-27' }))).toMatchObject(tomorrow)
})

it('a bill of a sub-merchant has all that moved on its account, whoever moved it', async () => {
  const { wxpay, command, read, sandbox, mchid, now } = await start()
  const sub_mchid = '1900000002'
  const order = { sp_mchid: mchid, sp_appid: 'wx1', sub_mchid, description: '茶叶', out_trade_no: 'trade100000' }
  const more = { notify_url: 'https://shop.example/', amount: { total: 1_000 }, payer: { sp_openid: 'oUser1' } }
  await wxpay.v3.pay.partner.transactions.jsapi.post({ json: { ...order, ...more } })
  await command('pay', { out_trade_no: 'trade100000' })
  const merchant = sandbox.merchants[1] as (typeof sandbox.merchants)[1]
  const { platformKeys } = merchant
  const own = createClient({ merchant, platformKeys, transport: sandbox.transport, operations, now })
  const transfer = {
    appid: 'wx1',
    out_bill_no: 'bill1',
    openid: 'oUser2',
    transfer_amount: 300,
    transfer_remark: '退货',
  }
  const infos = [{ info_type: '赔付原因', info_content: '质量' }]
  const scene = { transfer_scene_id: '1011', transfer_scene_report_infos: infos }
  await own.v3.fundApp.mchTransfer.transferBills.post({ json: { ...transfer, ...scene } })
  const asked = { bill_date, account_type: 'ALL', algorithm: 'AEAD_AES_256_GCM', sub_mchid } as const
  const list = await wxpay.v3.bill.subMerchantFundflowbill.get({ query: asked }).json()
  const { rows } = await read(list.download_bill_list?.[0] ?? {})
  expect(rows.map((row) => row['收支金额(元)'])).toEqual([1_000, 6, 300])
  expect(rows.at(-1)?.['账户结余(元)']).toBe(100_000_694)
})

it.each([false, true])("encrypts bills of a partner's sub-merchants, packed: %s", async (gunzip) => {
  const { wxpay, command, read, mchid } = await start()
  const sell = async (sub_mchid: string, out_trade_no: string, total: number) => {
    const order = { sp_mchid: mchid, sp_appid: 'wx1', sub_mchid, description: '茶叶', out_trade_no }
    const payer = { sp_openid: 'oUser1' }
    const json = { ...order, notify_url: 'https://shop.example/', amount: { total }, payer }
    await wxpay.v3.pay.partner.transactions.jsapi.post({ json })
    await command('pay', { out_trade_no })
  }
  await sell('1900000011', 'trade100000', 1_000)
  await sell('1900000012', 'trade200000', 2_000)
  const query = {
    bill_date,
    account_type: 'ALL',
    algorithm: 'AEAD_AES_256_GCM',
    ...(gunzip ? { tar_type: 'GZIP' as const } : {}),
  } as const
  const { subMerchantFundflowbill } = wxpay.v3.bill
  const one = { ...query, sub_mchid: '1900000011' }
  const { download_bill_list: [published] = [] } = await subMerchantFundflowbill.get({ query: one }).json()
  const { rows } = await read(published ?? {}, gunzip)
  expect(rows.map((row) => row['收支金额(元)'])).toEqual([1_000, 6])
  const all = await wxpay.v3.ecommerce.bill.fundflowbill.get({ query }).json()
  const total = await read(all.download_bill_list?.[0] ?? {}, gunzip)
  expect(total.rows.map((row) => row['收支金额(元)'])).toEqual([1_000, 6, 2_000, 12])

  const unknown = subMerchantFundflowbill.get({ query: { ...one, sub_mchid: '1900000013' } })
  expect(await refusalOf(unknown)).toMatchObject({ code: 'NO_STATEMENT_EXIST' })
  const sm4 = subMerchantFundflowbill.get({ query: { ...one, algorithm: 'SM4_GCM' } })
  expect(await refusalOf(sm4)).toMatchObject({ status: 400, code: 'PARAM_ERROR' })
  // The money is not on the account of the partner; the trades are his.
  expect(await refusalOf(wxpay.v3.bill.fundflowbill.get({ query: { bill_date } }))).toMatchObject({ status: 400 })
  const trades = await read(await wxpay.v3.bill.tradebill.get({ query: { bill_date } }).json())
  expect(trades.rows.map((row) => row['特约商户号'])).toEqual(['1900000011', '1900000012'])
  const bySub = { bill_date, sub_mchid: '1900000012' }
  expect((await read(await wxpay.v3.bill.tradebill.get({ query: bySub }).json())).rows).toHaveLength(1)
})
