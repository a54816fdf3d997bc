import { describe, expect, it } from 'vitest'
import { appid, expectRefusal, openid, openShop } from './payments-shop.ts'

type Shop = Awaited<ReturnType<typeof openShop>>

/** A combined order of two merchants' goods. */
const combined = ({ notify_url }: Pick<Shop, 'notify_url'>) => ({
  combine_appid: appid,
  combine_mchid: '1900000000',
  combine_out_trade_no: 'combined-1',
  combine_payer_info: { openid },
  notify_url,
  sub_orders: [
    {
      ...{ mchid: '1900000109', out_trade_no: 'sub-0001', description: '茶叶', attach: '一' },
      amount: { total_amount: 10, currency: 'CNY' },
    },
    {
      ...{ mchid: '1900000000', sub_mchid: '1900000110', out_trade_no: 'sub-0002', description: '茶杯', attach: '二' },
      ...{ amount: { total_amount: 25, currency: 'CNY' }, settle_info: { profit_sharing: true } },
    },
  ],
})

const byNumber = 'v3/combine-transactions/out-trade-no/{combine_out_trade_no}' as const
const params = { combine_out_trade_no: 'combined-1' }
const open = () => openShop({ merchants: [{ mchid: '1900000109' }] })

describe('a combined order', () => {
  it('is paid at once, notified once, and found by either number', async () => {
    const { wxpay, sandbox, received, notify_url, wait } = await open()
    await wxpay.v3.combineTransactions.jsapi.post({ json: combined({ notify_url }) })
    const unpaid = await wxpay.chain(byNumber).get({ params }).json()
    expect(unpaid.sub_orders?.map((order) => order.trade_state)).toEqual(['NOTPAY', 'NOTPAY'])

    // The number of a sub-order pays the whole.
    const paid = await sandbox.command('pay', { out_trade_no: 'combined-1' })
    const settled = { trade_type: 'JSAPI', trade_state: 'SUCCESS', bank_type: 'OTHERS' }
    const time = { success_time: '2026-11-26T10:00:00+08:00', transaction_id: expect.stringMatching(/^4200/) }
    expect(paid).toEqual({
      ...{ combine_appid: appid, combine_mchid: '1900000000', combine_out_trade_no: 'combined-1' },
      ...{ combine_transaction_id: unpaid.combine_transaction_id, combine_payer_info: { openid } },
      sub_orders: [
        {
          ...{ mchid: '1900000109', out_trade_no: 'sub-0001', attach: '一', ...settled, ...time },
          amount: { total_amount: 10, currency: 'CNY', payer_amount: 10, payer_currency: 'CNY' },
        },
        {
          ...{
            mchid: '1900000000',
            sub_mchid: '1900000110',
            out_trade_no: 'sub-0002',
            attach: '二',
            ...settled,
            ...time,
          },
          amount: { total_amount: 25, currency: 'CNY', payer_amount: 25, payer_currency: 'CNY' },
        },
      ],
    })
    await wait()
    expect(received).toEqual([{ event_type: 'TRANSACTION.SUCCESS', summary: '支付成功', resource: paid }])
    expect(await wxpay.chain(byNumber).get({ params }).json()).toEqual(paid)
    const byId = wxpay.chain('v3/combine-transactions/id/{combine_transaction_id}')
    const id = { combine_transaction_id: unpaid.combine_transaction_id }
    expect(await byId.get({ params: id }).json()).toEqual(paid)
  })

  it('is ordered by every product, and paid by the number of any sub-order', async () => {
    const { wxpay, sandbox, notify_url } = await open()
    const { combine_payer_info: _, ...common } = combined({ notify_url })
    const number = (name: string) => ({
      combine_out_trade_no: `combined-${name}`,
      sub_orders: common.sub_orders.map((order) => ({ ...order, out_trade_no: `${name}-${order.out_trade_no}` })),
    })
    const { app, native, h5 } = wxpay.v3.combineTransactions
    expect(await app.post({ json: { ...common, ...number('app') } }).json()).toHaveProperty('prepay_id')
    expect(await native.post({ json: { ...common, ...number('native') } }).json()).toHaveProperty('code_url')
    const scene_info = { device_id: 'POS1', payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }
    expect(await h5.post({ json: { ...common, ...number('h5'), scene_info } }).json()).toHaveProperty('h5_url')
    for (const name of ['app', 'native', 'h5']) {
      await sandbox.command('pay', { out_trade_no: `${name}-sub-0002` })
      const query = { params: { combine_out_trade_no: `combined-${name}` } }
      const { sub_orders, scene_info } = await wxpay.chain(byNumber).get(query).json()
      expect(sub_orders?.map(({ trade_state }) => trade_state)).toEqual(['SUCCESS', 'SUCCESS'])
      expect(scene_info).toEqual(name === 'h5' ? { device_id: 'POS1' } : undefined)
    }
  })

  it('is closed as it was made: all sub-orders, or none', async () => {
    const { wxpay, sandbox, notify_url } = await open()
    const json = combined({ notify_url })
    await wxpay.v3.combineTransactions.jsapi.post({ json })
    const close = wxpay.chain('v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close')
    const sub_orders = json.sub_orders.map(({ mchid, out_trade_no }) => ({ mchid, out_trade_no }))
    const some = close.post({ params, json: { combine_appid: appid, sub_orders: sub_orders.slice(1) } })
    await expectRefusal(some, [400, 'INVALID_REQUEST', '子单信息与下单时不一致'])
    expect((await close.post({ params, json: { combine_appid: appid, sub_orders } })).status).toBe(204)
    const found = await wxpay.chain(byNumber).get({ params }).json()
    expect(found.sub_orders?.map(({ trade_state }) => trade_state)).toEqual(['CLOSED', 'CLOSED'])
    await expect(sandbox.command('pay', { out_trade_no: 'combined-1' })).rejects.toThrow('该订单已失效')
    const again = wxpay.v3.combineTransactions.jsapi.post({ json })
    await expectRefusal(again, [400, 'ORDER_CLOSED', '该订单已失效', 268447914])
  })

  it('is not closed once it was paid', async () => {
    const { wxpay, sandbox, notify_url } = await open()
    const json = combined({ notify_url })
    await wxpay.v3.combineTransactions.jsapi.post({ json })
    await sandbox.command('pay', { out_trade_no: 'sub-0002' })
    const sub_orders = json.sub_orders.map(({ mchid, out_trade_no }) => ({ mchid, out_trade_no }))
    const close = wxpay.chain('v3/combine-transactions/out-trade-no/{combine_out_trade_no}/close')
    const closing = close.post({ params, json: { combine_appid: appid, sub_orders } })
    await expectRefusal(closing, [400, 'ORDER_PAID', '订单已支付', 268449538])
  })

  it('has its own number, and its sub-orders theirs: none is used twice', async () => {
    const { wxpay, orderJsapi, payJsapi, notify_url } = await open()
    const json = combined({ notify_url })
    const { jsapi } = wxpay.v3.combineTransactions
    const used = [400, 'INVALID_REQUEST', '201 商户订单号重复', 268498688] as const
    await orderJsapi('sub-0002')
    await expectRefusal(jsapi.post({ json }), used)
    const [first, second] = json.sub_orders
    const own = { ...json, sub_orders: [first, { ...second, out_trade_no: 'sub-0003' }] } as typeof json
    const before = await jsapi.post({ json: own }).json()
    expect((await jsapi.post({ json: own }).json()).prepay_id).not.toBe(before.prepay_id)
    await expectRefusal(jsapi.post({ json: { ...own, combine_payer_info: { openid: 'other' } } }), used)
    const twice = { ...own, combine_out_trade_no: 'combined-2', sub_orders: [first, first] } as typeof json
    await expectRefusal(jsapi.post({ json: twice }), used)
    await expectRefusal(orderJsapi('sub-0003'), [400, 'INVALID_REQUEST', '子商户号和订单信息不匹配', 268447845])
    expect(await payJsapi('order-1')).toMatchObject({ trade_state: 'SUCCESS' })
  })

  it('is no plain order: those queries do not find its sub-orders', async () => {
    const { wxpay, sandbox, notify_url, query } = await open()
    await wxpay.v3.combineTransactions.jsapi.post({ json: combined({ notify_url }) })
    await sandbox.command('pay', { out_trade_no: 'combined-1' })
    const absent = [404, 'ORDER_NOT_EXIST', '订单不存在', 268512771] as const
    await expectRefusal(query('sub-0002'), absent)
    const other = { params: { combine_out_trade_no: 'combined-9' } }
    await expectRefusal(wxpay.chain(byNumber).get(other), absent)
  })

  it('names the caller, sub-orders, and whole fen', async () => {
    const { wxpay, notify_url } = await open()
    const json = combined({ notify_url })
    const { jsapi } = wxpay.v3.combineTransactions
    const other = jsapi.post({ json: { ...json, combine_mchid: '1900000109' } })
    await expectRefusal(other, [400, 'PARAM_ERROR', 'http header中的mchid与post payload中的mchid不匹配'])
    const none = jsapi.post({ json: { ...json, sub_orders: [] } })
    await expectRefusal(none, [400, 'PARAM_ERROR', '子单数量须为1至50'])
    const [first] = json.sub_orders
    const free = { ...first, amount: { total_amount: 0, currency: 'CNY' } } as typeof first
    const call = jsapi.post({ json: { ...json, sub_orders: [free] as never }, validation: 'off' })
    const field = '输入源“/body/sub_orders/0/amount/total_amount”映射到数值字段“标价金额”规则校验失败，'
    await expectRefusal(call, [400, 'PARAM_ERROR', `${field}值低于最小值 1`])
  })

  it('is refused where an app is not bound to every merchant, or a sub-merchant is not its partner’s', async () => {
    const merchants = [{ mchid: '1900000109', appids: ['wx8888888888888888'] }]
    const { wxpay, notify_url } = await openShop({ merchants })
    const json = combined({ notify_url })
    const unbound = [400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配，请检查后再试', 268445527] as const
    await expectRefusal(wxpay.v3.combineTransactions.jsapi.post({ json }), unbound)
    const strict = await openShop({ merchant: { mchid: '1900000000', subMerchants: ['1900000111'] } })
    const call = strict.wxpay.v3.combineTransactions.jsapi.post({ json })
    await expectRefusal(call, [403, 'NO_AUTH', '受理关系不存在', 268443701])
  })

  it('is refunded by sub-order, by the merchant of each', async () => {
    const { wxpay, sandbox, notify_url, received, createClientOf, wait, listLedger } = await open()
    await wxpay.v3.combineTransactions.jsapi.post({ json: combined({ notify_url }) })
    await sandbox.command('pay', { out_trade_no: 'combined-1' })
    await wait()
    const other = createClientOf('1900000109')
    const amount = { refund: 10, total: 10, currency: 'CNY' }
    const json = { out_trade_no: 'sub-0001', out_refund_no: 'refund-1', amount }
    const absent = [404, 'RESOURCE_NOT_EXISTS', '订单不存在', 268512771] as const
    await expectRefusal(wxpay.v3.refund.domestic.refunds.post({ json }), absent)
    await other.v3.refund.domestic.refunds.post({ json })
    const second = { refund: 5, total: 25, currency: 'CNY' }
    const partner = { sub_mchid: '1900000110', out_trade_no: 'sub-0002', out_refund_no: 'refund-2', notify_url }
    await wxpay.v3.refund.domestic.refunds.post({ json: { ...partner, amount: second } })
    await wait(1000)
    expect(received.slice(1).map(({ resource }) => resource['out_refund_no'])).toEqual(['refund-2'])
    const { sub_orders } = await wxpay.chain(byNumber).get({ params }).json()
    expect(sub_orders?.map(({ trade_state }) => trade_state)).toEqual(['REFUND', 'REFUND'])
    expect(listLedger().map(({ mchid, subMchid, amount }) => [mchid, subMchid, amount])).toEqual([
      ['1900000109', undefined, 10],
      ['1900000000', '1900000110', 25],
      ['1900000109', undefined, -10],
      ['1900000000', '1900000110', -5],
    ])
  })
})
