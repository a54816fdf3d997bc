import { describe, expect, it } from 'vitest'
import { appid, expectRefusal, openid, openShop } from './payments-shop.ts'

type Shop = Awaited<ReturnType<typeof openShop>>

/** Refunds of an order of 100 fen, and what is given in the place of the rest. */
const refundWith =
  ({ wxpay, notify_url }: Shop, out_trade_no = 'order-1') =>
  (out_refund_no: string, refund: number, change: object = {}) => {
    const amount = { refund, total: 100, currency: 'CNY' }
    const json = { out_trade_no, out_refund_no, notify_url, amount, ...change }
    return wxpay.v3.refund.domestic.refunds.post({ json, validation: 'off' }).json()
  }

const query = ({ wxpay }: Shop, out_refund_no: string, more: object = {}) =>
  wxpay.chain('v3/refund/domestic/refunds/{out_refund_no}').get({ params: { out_refund_no }, query: more }).json()

const differs = [400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试'] as const

describe('a refund', () => {
  it('is accepted, succeeds a moment later, is notified and found', async () => {
    const shop = await openShop()
    const { transaction_id } = await shop.payJsapi('order-1')
    await shop.wait()
    const accepted = await refundWith(shop)('refund-1', 30, { reason: '退货' })
    const amounts = { payer_total: 100, payer_refund: 30, settlement_refund: 30, settlement_total: 100 }
    expect(accepted).toEqual({
      refund_id: expect.stringMatching(/^5030\d{25}$/),
      ...{ out_refund_no: 'refund-1', transaction_id, out_trade_no: 'order-1', channel: 'ORIGINAL' },
      ...{ user_received_account: '支付用户零钱', create_time: '2026-11-26T10:00:00+08:00', status: 'PROCESSING' },
      ...{ funds_account: 'UNSETTLED' },
      amount: { total: 100, refund: 30, ...amounts, discount_refund: 0, currency: 'CNY' },
    })
    expect(await query(shop, 'refund-1')).toEqual(accepted)
    expect(await shop.query('order-1')).toMatchObject({ trade_state: 'REFUND' })

    await shop.wait(1000)
    const success_time = '2026-11-26T10:00:01+08:00'
    expect(await query(shop, 'refund-1')).toEqual({ ...accepted, status: 'SUCCESS', success_time })
    expect(shop.received.slice(1)).toEqual([
      {
        event_type: 'REFUND.SUCCESS',
        summary: '退款成功',
        resource: {
          ...{ mchid: '1900000000', transaction_id, out_trade_no: 'order-1', refund_id: accepted.refund_id },
          ...{ out_refund_no: 'refund-1', refund_status: 'SUCCESS', success_time },
          user_received_account: '支付用户零钱',
          amount: { total: 100, refund: 30, payer_total: 100, payer_refund: 30 },
        },
      },
    ])
  })

  it('is made once for its number, and is refused with other content', async () => {
    const shop = await openShop()
    await shop.payJsapi('order-1')
    const refund = refundWith(shop)
    const [first, second] = await Promise.all([refund('refund-1', 60), refund('refund-1', 60)])
    expect(second).toEqual(first)
    await expectRefusal(refund('refund-1', 40), differs)
    await expectRefusal(refund('refund-1', 60, { reason: '退货' }), differs)
    await shop.wait(1000)
    expect((await refund('refund-1', 60)).status).toBe('SUCCESS')
    expect(shop.listLedger().filter(({ kind }) => kind === 'refund')).toHaveLength(1)
  })

  it('takes what is left of the order, and no more, at the same time as well', async () => {
    const shop = await openShop()
    await shop.payJsapi('order-1')
    const refund = refundWith(shop)
    const above = [400, 'INVALID_REQUEST', '申请退款金额超过订单可退金额'] as const
    await expectRefusal(refund('refund-1', 101), above)
    const both = await Promise.allSettled([refund('refund-1', 60), refund('refund-2', 60)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expectRefusal(refund('refund-3', 41), above)
    await refund('refund-4', 40)
    await expectRefusal(refund('refund-5', 1), [400, 'INVALID_REQUEST', '订单已全额退款'])
  })

  it('names the amount of the order, and whole fen', async () => {
    const shop = await openShop()
    await shop.payJsapi('order-1')
    const refund = refundWith(shop)
    await expectRefusal(refund('refund-1', 30, { amount: { refund: 30, total: 30, currency: 'CNY' } }), differs)
    const field = '输入源“/body/amount/refund”映射到数值字段“退款金额”规则校验失败，'
    await expectRefusal(refund('refund-1', 0), [400, 'PARAM_ERROR', `${field}值低于最小值 1`])
    await expectRefusal(refund('refund-1', 0.5), [400, 'PARAM_ERROR', '/body/amount/refund'])
  })

  it('is one of an order that was paid', async () => {
    const shop = await openShop()
    const absent = [404, 'RESOURCE_NOT_EXISTS', '订单不存在', 268512771] as const
    await expectRefusal(refundWith(shop)('refund-1', 30), absent)
    await shop.orderJsapi('order-1')
    await expectRefusal(refundWith(shop)('refund-1', 30), absent)
    const { transaction_id } = (await shop.sandbox.command('pay', { out_trade_no: 'order-1' })) as Record<
      string,
      string
    >
    await expectRefusal(refundWith(shop)('refund-1', 30, { transaction_id, out_trade_no: 'order-2' }), absent)
    const neither = { out_trade_no: undefined }
    await expectRefusal(refundWith(shop)('refund-1', 30, neither), [400, 'PARAM_ERROR', '必须二选一'])
    const byId = refundWith(shop)('refund-1', 30, { out_trade_no: undefined, transaction_id })
    expect(await byId).toMatchObject({ out_trade_no: 'order-1', status: 'PROCESSING' })
    await expectRefusal(query(shop, 'refund-9'), [404, 'RESOURCE_NOT_EXISTS', '退款单不存在'])
  })

  it('is a partner’s with the sub-merchant of the order', async () => {
    const shop = await openShop()
    const { appid: _, mchid, ...common } = shop.order('order-1')
    const json = { ...common, sp_appid: appid, sp_mchid: mchid, sub_mchid: '1900000109' }
    await shop.wxpay.v3.pay.partner.transactions.jsapi.post({ json: { ...json, payer: { sp_openid: openid } } })
    await shop.sandbox.command('pay', { out_trade_no: 'order-1' })
    const refund = refundWith(shop)
    const mismatch = [400, 'INVALID_REQUEST', '子商户号和订单信息不匹配', 268447845] as const
    const missing = [400, 'PARAM_ERROR', '受理机构必须传入sub_mch_id', 268443704] as const
    await expectRefusal(refund('refund-1', 30), missing)
    await expectRefusal(refund('refund-1', 30, { sub_mchid: '1900000110' }), mismatch)
    await refund('refund-1', 30, { sub_mchid: '1900000109' })
    await shop.wait(1000)
    expect(await query(shop, 'refund-1', { sub_mchid: '1900000109' })).toMatchObject({ status: 'SUCCESS' })
    await expectRefusal(query(shop, 'refund-1'), missing)
    const other = query(shop, 'refund-1', { sub_mchid: '1900000110' })
    await expectRefusal(other, [404, 'RESOURCE_NOT_EXISTS', '退款单不存在'])
    expect(shop.received.at(-1)?.resource).toMatchObject({ sp_mchid: mchid, sub_mchid: '1900000109' })
    expect(shop.listLedger()).toMatchObject([
      { kind: 'payment', mchid, subMchid: '1900000109', amount: 100 },
      { kind: 'refund', mchid, subMchid: '1900000109', amount: -30, outRefundNo: 'refund-1' },
    ])
  })

  it('gives the fee back with the money, to the last fen', async () => {
    const shop = await openShop()
    await shop.payJsapi('order-1', { amount: { total: 1000 } })
    for (const [index, refund] of [333, 333, 333, 1].entries()) {
      const amount = { refund, total: 1000, currency: 'CNY' }
      await refundWith(shop)(`refund-${index}`, 0, { amount })
    }
    await shop.wait(1000)
    const ledger = shop.listLedger()
    expect(ledger.map(({ amount, fee }) => [amount, fee])).toEqual([
      [1000, 6],
      [-333, -2],
      [-333, -2],
      [-333, -2],
      [-1, 0],
    ])
  })
})

describe('a bank that cannot take a refund', () => {
  const options = { payments: { refundAfter: Number.POSITIVE_INFINITY } }

  it('leaves it abnormal, until it goes to another card', async () => {
    const shop = await openShop(options)
    await shop.payJsapi('order-1')
    const { refund_id } = await refundWith(shop)('refund-1', 30)
    await shop.wait(3_600_000)
    expect(await query(shop, 'refund-1')).toMatchObject({ status: 'PROCESSING' })
    await shop.sandbox.command('refund', { out_refund_no: 'refund-1', result: 'abnormal' })
    await shop.wait()
    expect(shop.received.at(-1)).toMatchObject({
      event_type: 'REFUND.ABNORMAL',
      summary: '退款异常',
      resource: { refund_status: 'ABNORMAL' },
    })
    expect(shop.listLedger()).toHaveLength(1)

    const apply = shop.wxpay.chain('v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund')
    const card = { bank_type: 'ICBC_DEBIT' as const, bank_account: '6222020000000001234', real_name: '张三' }
    const json = { out_refund_no: 'refund-1', type: 'USER_BANK_CARD' as const }
    await expectRefusal(apply.post({ params: { refund_id }, json }), [400, 'PARAM_ERROR', '退款到用户银行卡时必填'])
    const absent = [404, 'RESOURCE_NOT_EXISTS', '退款单不存在'] as const
    await expectRefusal(apply.post({ params: { refund_id: '1' }, json: { ...json, ...card } }), absent)
    const again = await apply.post({ params: { refund_id }, json: { ...json, ...card } }).json()
    expect(again).toMatchObject({ status: 'PROCESSING', channel: 'OTHER_BANKCARD' })
    expect(again.user_received_account).toBe('ICBC_DEBIT1234')
    await shop.sandbox.command('refund', { out_refund_no: 'refund-1' })
    expect(await query(shop, 'refund-1')).toMatchObject({ status: 'SUCCESS', channel: 'OTHER_BANKCARD' })
    await expectRefusal(apply.post({ params: { refund_id }, json: { ...json, ...card } }), [
      ...([400, 'INVALID_REQUEST', '退款单状态不是退款异常'] as const),
    ])
  })

  it('closes it, and the money can be refunded again', async () => {
    const shop = await openShop(options)
    await shop.payJsapi('order-1')
    await refundWith(shop)('refund-1', 100)
    await shop.sandbox.command('refund', { out_refund_no: 'refund-1', result: 'closed' })
    await shop.wait()
    expect(shop.received.at(-1)).toMatchObject({ event_type: 'REFUND.CLOSED', summary: '退款关闭' })
    expect(await shop.query('order-1')).toMatchObject({ trade_state: 'SUCCESS' })
    await refundWith(shop)('refund-2', 100)
    const settle = (json: Record<string, unknown>) => shop.sandbox.command('refund', json)
    await expect(settle({ out_refund_no: 'refund-1' })).rejects.toThrow('退款单已处理完成')
    await expect(settle({ out_refund_no: 'refund-9' })).rejects.toThrow('退款单不存在')
    await expect(settle({ out_refund_no: 'refund-2', result: 'x' })).rejects.toThrow("须为'success'")
  })
})
