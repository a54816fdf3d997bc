import { operations as pay } from '@wechatpay-kit/endpoints/areas/pay'
import { operations as sharing } from '@wechatpay-kit/endpoints/areas/profitsharing'
import { operations as refund } from '@wechatpay-kit/endpoints/areas/refund'
import { expect, it } from 'vitest'
import { play, refusalOf } from './play.ts'

const operations = [...sharing, ...pay, ...refund] as const

const agent = { type: 'MERCHANT_ID', account: '1900000009', name: '示例商户' }
const seller = { type: 'PERSONAL_OPENID', account: 'oSeller1' }

/** A merchant with two receivers; `pay` makes a paid order and gives its transaction id. */
async function start() {
  const { wxpay, merchant, command, ...others } = await play(operations)
  const { receivers, orders, returnOrders, transactions } = wxpay.v3.profitsharing
  const { mchid } = merchant
  const add = (json: object) => receivers.add.post({ json: { appid: 'wx1', relation_type: 'STAFF', ...json } as never })
  await add(agent)
  await add(seller)
  let count = 0
  return {
    ...others,
    wxpay,
    mchid,
    command,
    add,
    returnOrders,
    async order(total: number, profit_sharing = true) {
      const out_trade_no = `trade${++count}00000`
      const json = {
        mchid,
        appid: 'wx1',
        description: '茶叶',
        out_trade_no,
        notify_url: 'https://shop.example/paid',
        amount: { total },
        payer: { openid: 'oUser1' },
        settle_info: { profit_sharing },
      }
      await wxpay.v3.pay.transactions.jsapi.post({ json })
      await command('pay', { out_trade_no })
      const query = { params: { out_trade_no }, query: { mchid } }
      const found = await wxpay.v3.pay.transactions.outTradeNo['{out_trade_no}'].get(query).json()
      return String(found.transaction_id)
    },
    share: (transaction_id: string, out_order_no: string, amounts: Record<string, number>, change: object = {}) =>
      orders.post({
        json: {
          appid: 'wx1',
          transaction_id,
          out_order_no,
          receivers: [agent, seller]
            .filter(({ account }) => account in amounts)
            .map(({ type, account }) => ({ type, account, amount: amounts[account] ?? 0, description: '佣金' })),
          unfreeze_unsplit: false,
          ...change,
        },
      }),
    unfreeze: (transaction_id: string, out_order_no: string) =>
      orders.unfreeze.post({ json: { transaction_id, out_order_no, description: '解冻' } }),
    query: (transaction_id: string, out_order_no: string) =>
      orders['{out_order_no}'].get({ params: { out_order_no }, query: { transaction_id } }).json(),
    rest: async (transaction_id: string) =>
      (await transactions['{transaction_id}'].amounts.get({ params: { transaction_id } }).json()).unsplit_amount,
    giveBack: (out_order_no: string, out_return_no: string, amount: number, return_mchid = agent.account) =>
      returnOrders.post({ json: { out_order_no, out_return_no, return_mchid, amount, description: '退款' } }),
  }
}

it('shares a paid order with its receivers, and what is left of it stays', async () => {
  const { order, share, query, rest, pass, receive, mchid } = await start()
  const receiver = await receive()
  const transaction = await order(10_000)
  // 0.60 % of it is the fee.
  expect(await rest(transaction)).toBe(9_940)
  const amounts = { [agent.account]: 2_000, [seller.account]: 500 }
  const accepted = await share(transaction, 'P1', amounts, { notify_url: receiver.url }).json()
  expect(accepted).toMatchObject({ transaction_id: transaction, out_order_no: 'P1', state: 'PROCESSING' })
  expect(accepted.receivers).toMatchObject([
    { type: 'MERCHANT_ID', account: agent.account, amount: 2_000, description: '佣金', result: 'PENDING' },
    { type: 'PERSONAL_OPENID', account: seller.account, amount: 500, result: 'PENDING' },
  ])
  expect(await rest(transaction)).toBe(7_440)

  pass(1000)
  const finished = await query(transaction, 'P1')
  expect(finished).toMatchObject({ state: 'FINISHED', order_id: accepted.order_id })
  expect(finished.receivers?.map(({ result }) => result)).toEqual(['SUCCESS', 'SUCCESS'])
  const notifications = [await receiver.next(), await receiver.next()]
  expect(notifications.map(({ event_type, summary }) => [event_type, summary])).toEqual([
    ['TRANSACTION.SUCCESS', '分账'],
    ['TRANSACTION.SUCCESS', '分账'],
  ])
  expect(notifications.map(({ original_type }) => original_type)).toEqual(['profitsharing', 'profitsharing'])
  const [first] = notifications.map(({ resource }) => resource as { receiver: { account: string } })
  const facts = { mchid, transaction_id: transaction, out_order_no: 'P1', order_id: accepted.order_id }
  expect(first).toMatchObject({ ...facts, receiver: { amount: expect.any(Number), description: '佣金' } })
  await receiver.close()
})

it('refuses orders that are not for sharing, receivers that are not added, and too much', async () => {
  const { order, share } = await start()
  const plain = await order(1_000, false)
  const transaction = await order(1_000)
  const refusal = (...call: Parameters<typeof share>) => refusalOf(share(...call))
  const notShared = { status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('非分账订单不支持分账') }
  expect(await refusal(plain, 'P1', { [agent.account]: 1 })).toMatchObject(notShared)
  expect(await refusal('4200000000', 'P1', { [agent.account]: 1 })).toMatchObject(notShared)
  const stranger = { type: 'MERCHANT_ID', account: '1900000008', amount: 1, description: '佣金' }
  expect(await refusal(transaction, 'P1', {}, { receivers: [stranger] })).toMatchObject({
    status: 400,
    code: 'PARAM_ERROR',
    message: expect.stringContaining('分账接收方关系不存在'),
  })
  expect(await refusal(transaction, 'P1', {})).toMatchObject({ code: 'PARAM_ERROR', field: '/receivers' })
  const known = { ...stranger, account: agent.account }
  expect(await refusal(transaction, 'P1', {}, { receivers: [known, known] })).toMatchObject({ code: 'PARAM_ERROR' })
  expect(await refusal(transaction, 'P1', { [agent.account]: 995 })).toMatchObject({
    status: 403,
    code: 'NOT_ENOUGH',
    message: expect.stringContaining('分账金额不足'),
  })
  expect(await refusal(transaction, 'P1', { [agent.account]: 301 })).toMatchObject({
    status: 403,
    code: 'RULE_LIMIT',
    message: expect.stringContaining('分账金额超出最大分账比例'),
  })
  // The ratio is that of all requests together.
  expect(await refusal(transaction, 'P1', { [agent.account]: 200 })).toBeUndefined()
  expect(await refusal(transaction, 'P2', { [agent.account]: 101 })).toMatchObject({ code: 'RULE_LIMIT' })
  expect(await refusal(transaction, 'P2', { [agent.account]: 100 })).toBeUndefined()
})

it('a number that comes again gives the same, or is refused with other content', async () => {
  const { order, share, rest } = await start()
  const transaction = await order(1_000)
  const first = await share(transaction, 'P1', { [agent.account]: 100 }).json()
  expect(await share(transaction, 'P1', { [agent.account]: 100 }).json()).toEqual(first)
  expect(await rest(transaction)).toBe(894)
  expect(await refusalOf(share(transaction, 'P1', { [agent.account]: 101 }))).toMatchObject({
    status: 400,
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('分账接收方与原请求不一致'),
  })
})

it('a receiver who was deleted before the end gets nothing, and the money can be shared again', async () => {
  const { order, share, query, rest, pass, wxpay } = await start()
  const transaction = await order(1_000)
  await share(transaction, 'P1', { [agent.account]: 100 })
  const { type, account } = agent
  const json = { appid: 'wx1', type, account }
  expect(await wxpay['v3/profitsharing/receivers/delete'].post({ json }).json()).toEqual({ type, account })
  pass(1000)
  expect(await query(transaction, 'P1')).toMatchObject({
    state: 'FINISHED',
    receivers: [{ result: 'CLOSED', fail_reason: 'NO_RELATION' }],
  })
  expect(await rest(transaction)).toBe(994)
})

it('unfreezes the rest, once, and by a number of its own', async () => {
  const { order, share, unfreeze, query, rest, pass, mchid } = await start()
  const transaction = await order(1_000)
  await share(transaction, 'P1', { [agent.account]: 100 })
  // The number of the request before: nothing is unfrozen.
  expect(await unfreeze(transaction, 'P1').json()).toMatchObject({ out_order_no: 'P1' })
  expect(await rest(transaction)).toBe(894)
  expect(await unfreeze(transaction, 'P2').json()).toMatchObject({ out_order_no: 'P2', state: 'PROCESSING' })
  expect(await rest(transaction)).toBe(0)
  pass(1000)
  expect(await query(transaction, 'P2')).toMatchObject({
    state: 'FINISHED',
    receivers: [{ type: 'MERCHANT_ID', account: mchid, amount: 894, description: '解冻给分账方', result: 'SUCCESS' }],
  })
  const over = { status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('订单已完结分账') }
  expect(await refusalOf(unfreeze(transaction, 'P3'))).toMatchObject(over)
  expect(await refusalOf(share(transaction, 'P3', { [agent.account]: 1 }))).toMatchObject(over)
})

it('unfreezes the rest with the last request', async () => {
  const { order, share, rest, mchid } = await start()
  const transaction = await order(1_000)
  const last = await share(transaction, 'P1', { [agent.account]: 100 }, { unfreeze_unsplit: true }).json()
  expect(last.receivers).toMatchObject([{ account: agent.account }, { account: mchid, amount: 894 }])
  expect(await rest(transaction)).toBe(0)
})

it('takes money back from a merchant, no more than he got', async () => {
  const { order, share, giveBack, rest, pass, returnOrders } = await start()
  const transaction = await order(1_000)
  await share(transaction, 'P1', { [agent.account]: 100, [seller.account]: 50 })
  expect(await refusalOf(giveBack('P1', 'R1', 1))).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  pass(1000)
  const returned = await giveBack('P1', 'R1', 60).json()
  expect(returned).toMatchObject({ out_order_no: 'P1', out_return_no: 'R1', amount: 60, result: 'SUCCESS' })
  expect(await giveBack('P1', 'R1', 60).json()).toEqual(returned)
  expect(await refusalOf(giveBack('P1', 'R1', 61))).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  const tooMuch = { status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('剩余可回退的金额不足') }
  expect(await refusalOf(giveBack('P1', 'R2', 41))).toMatchObject(tooMuch)
  expect(await refusalOf(giveBack('P1', 'R2', 1, seller.account))).toMatchObject(tooMuch)
  expect(await giveBack('P1', 'R2', 40).json()).toMatchObject({ amount: 40 })
  expect(await refusalOf(giveBack('P2', 'R3', 1))).toMatchObject({ status: 404, code: 'RESOURCE_NOT_EXISTS' })
  const query = { params: { out_return_no: 'R1' }, query: { out_order_no: 'P1' } }
  expect(await returnOrders['{out_return_no}'].get(query).json()).toEqual(returned)
  const other = { ...query, query: { out_order_no: 'P2' } }
  expect(await refusalOf(returnOrders['{out_return_no}'].get(other))).toMatchObject({ status: 404 })
  // It cannot be shared again.
  expect(await rest(transaction)).toBe(844)
})

it('what was refunded cannot be shared', async () => {
  const { order, rest, wxpay, pass } = await start()
  const transaction = await order(1_000)
  const amount = { refund: 500, total: 1_000, currency: 'CNY' }
  await wxpay.v3.refund.domestic.refunds.post({
    json: { out_trade_no: 'trade100000', out_refund_no: 'refund1', amount },
  })
  // Before it succeeds, the fee is not back.
  expect(await rest(transaction)).toBe(494)
  pass(1000)
  expect(await rest(transaction)).toBe(497)
})

it('checks names and relations of receivers', async () => {
  const { add, command, share, order } = await start()
  const { name, ...nameless } = agent
  expect(await refusalOf(add(nameless))).toMatchObject({ status: 400, code: 'PARAM_ERROR', field: '/name' })
  expect(await refusalOf(add({ ...seller, relation_type: 'CUSTOM' }))).toMatchObject({ field: '/custom_relation' })
  await command('introduce', { openid: seller.account, name: '张三' })
  const wrong = { status: 400, code: 'INVALID_REQUEST', message: expect.stringContaining('微信用户姓名与实名不一致') }
  expect(await refusalOf(add({ ...seller, name: '李四' }))).toMatchObject(wrong)
  expect(await add({ ...seller, name: '张三' }).json()).toMatchObject({ ...seller, relation_type: 'STAFF' })
  const transaction = await order(1_000)
  const receivers = (receiver: object) => ({ receivers: [{ ...receiver, amount: 1, description: '佣金' }] })
  expect(await refusalOf(share(transaction, 'P1', {}, receivers({ ...seller, name: '李四' })))).toMatchObject(wrong)
  const otherName = receivers({ ...agent, name: `${name}二` })
  expect(await refusalOf(share(transaction, 'P1', {}, otherName))).toMatchObject({ code: 'INVALID_REQUEST' })
  expect(await refusalOf(share(transaction, 'P1', {}, receivers(agent)))).toBeUndefined()
})

it('refuses sub-merchants that are not the partner’s', async () => {
  const { wxpay } = await play(operations, { merchant: { mchid: '1900000000', subMerchants: ['1900000002'] } })
  const json = { ...seller, appid: 'wx1', relation_type: 'STAFF' } as const
  const add = (sub_mchid: string) =>
    wxpay.v3.profitsharing.receivers.add.post({ json: { ...json, sub_mchid } as never })
  expect(await refusalOf(add('1900000002'))).toBeUndefined()
  expect(await refusalOf(add('1900000003'))).toMatchObject({ status: 403, code: 'NO_AUTH' })
})

it('tells the greatest ratio', async () => {
  const { wxpay } = await start()
  const config = wxpay.v3.profitsharing.merchantConfigs['{sub_mchid}']
  const params = { sub_mchid: '1900000002' }
  expect(await config.get({ params }).json()).toEqual({ sub_mchid: '1900000002', max_ratio: 3000 })
})
