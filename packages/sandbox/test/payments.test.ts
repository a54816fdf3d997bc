import {
  openAppPayment,
  openH5Payment,
  openJsapiPayment,
  openMiniProgramPayment,
  openNativePayment,
} from '@wechatpay-kit/endpoints/payments'
import type { Change } from '@wechatpay-kit/sandbox'
import { describe, expect, it } from 'vitest'
import { appid, expectRefusal, openid, openShop } from './payments-shop.ts'

/** A payment as a query gives it, and a notification carries it. */
const paid = {
  appid,
  mchid: '1900000000',
  out_trade_no: 'order-1',
  transaction_id: expect.stringMatching(/^4200\d{24}$/),
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  success_time: '2026-11-26T10:00:00+08:00',
  payer: { openid },
  amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
}

describe('an order', () => {
  it('waits, is paid, notified once, and found by either number', async () => {
    const { sandbox, wxpay, received, orderJsapi, query, wait } = await openShop()
    const { prepay_id } = await orderJsapi('order-1', { attach: '桌 7' })
    expect(prepay_id).toMatch(/^wx20261126100000[0-9a-z]{20}$/)
    const unpaid = await query('order-1')
    expect(unpaid).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 100, currency: 'CNY' } })
    expect(Object.keys(unpaid)).not.toContain('transaction_id')

    expect(await sandbox.command('pay', { out_trade_no: 'order-1' })).toEqual({ ...paid, attach: '桌 7' })
    await wait()
    expect(received).toEqual([
      { event_type: 'TRANSACTION.SUCCESS', summary: '支付成功', resource: { ...paid, attach: '桌 7' } },
    ])
    const found = await query('order-1')
    expect(found).toEqual({ ...paid, attach: '桌 7' })
    const byId = wxpay.chain('v3/pay/transactions/id/{transaction_id}')
    const params = { transaction_id: String(found.transaction_id) }
    expect(await byId.get({ params, query: { mchid: '1900000000' } }).json()).toEqual(found)
    await wait(86_400_000)
    expect(received).toHaveLength(1)
  })

  it('is opened by page, mini program, app, browser and QR code, and paid by what each of them got', async () => {
    const { sandbox, wxpay, order, received, wait, now } = await openShop()
    const payer = { openid }
    const scene_info = { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }
    const page = await openJsapiPayment(wxpay, { json: { ...order('page-01'), payer }, now })
    const program = await openMiniProgramPayment(wxpay, { json: { ...order('program-1'), payer }, now })
    const app = await openAppPayment(wxpay, { json: order('app-001'), now })
    const browser = await openH5Payment(wxpay, { json: { ...order('browser-1'), scene_info } })
    const { qrCode } = await openNativePayment(wxpay, { json: order('native-1') })
    expect(browser.link).toMatch(/^https:\/\/\S+\/sandbox\/pay\?prepay_id=wx\w+&package=\d+$/)
    expect(qrCode).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/)

    const opened = [page.parameters.package, program.parameters.package, app.parameters.prepayid, browser.link, qrCode]
    for (const out_trade_no of opened) await sandbox.command('pay', { out_trade_no })
    await wait()
    const seen = received.map(({ resource }) => [resource['out_trade_no'], resource['trade_type']])
    expect(Object.fromEntries(seen)).toEqual({
      'page-01': 'JSAPI',
      'program-1': 'JSAPI',
      'app-001': 'APP',
      'browser-1': 'MWEB',
      'native-1': 'NATIVE',
    })
    const native = received.find(({ resource }) => resource['out_trade_no'] === 'native-1')
    expect(native?.resource['payer']).toEqual({ openid: expect.stringMatching(/^o\w{27}$/) })
  })

  it('is a partner’s with a sub-merchant, whose numbers it has', async () => {
    const { sandbox, wxpay, received, notify_url, wait } = await openShop()
    const parties = { sp_mchid: '1900000000', sub_mchid: '1900000109' }
    const json = {
      ...{ ...parties, sp_appid: appid, sub_appid: 'wx8888888888888888', description: '茶叶', notify_url },
      ...{ out_trade_no: 'partner-1', amount: { total: 8 }, payer: { sp_openid: openid } },
    }
    const partner = wxpay.v3.pay.partner.transactions
    await partner.jsapi.post({ json })
    await sandbox.command('pay', { out_trade_no: 'partner-1', bank_type: 'CMB_CREDIT' })
    await wait()
    const query = wxpay.chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}')
    const found = await query.get({ params: { out_trade_no: 'partner-1' }, query: parties }).json()
    expect(found).toMatchObject({
      ...{ ...parties, sp_appid: appid, sub_appid: 'wx8888888888888888', bank_type: 'CMB_CREDIT' },
      payer: { sp_openid: openid, sub_openid: expect.stringMatching(/^o\w{27}$/) },
    })
    expect(received.map(({ resource }) => resource)).toEqual([found])
    const byId = wxpay.chain('v3/pay/partner/transactions/id/{transaction_id}')
    const params = { transaction_id: String(found.transaction_id) }
    expect(await byId.get({ params, query: parties }).json()).toEqual(found)

    await partner.miniprogram.post({ json: { ...json, out_trade_no: 'partner-2' } })
    const close = wxpay.chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}/close')
    await close.post({ params: { out_trade_no: 'partner-2' }, json: parties })
    expect(await query.get({ params: { out_trade_no: 'partner-2' }, query: parties }).json()).toMatchObject({
      trade_state: 'CLOSED',
      trade_state_desc: '订单已关闭',
    })
  })

  it('is closed by 204, again as well, and neither paid nor made again afterwards', async () => {
    const { sandbox, wxpay, orderJsapi, query } = await openShop()
    await orderJsapi('order-1')
    const close = wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}/close')
    const closing = { params: { out_trade_no: 'order-1' }, json: { mchid: '1900000000' } }
    for (const _ of [1, 2]) expect((await close.post(closing)).status).toBe(204)
    expect(await query('order-1')).toMatchObject({ trade_state: 'CLOSED' })
    await expect(sandbox.command('pay', { out_trade_no: 'order-1' })).rejects.toThrow('该订单已失效')
    await expectRefusal(orderJsapi('order-1'), [400, 'ORDER_CLOSED', '该订单已失效', 268447914])
  })

  it('pays itself after a delay, where the sandbox is told so', async () => {
    const { received, orderJsapi, query, wait } = await openShop({ payments: { payAfter: 3000 } })
    await orderJsapi('order-1')
    await wait(2999)
    expect(await query('order-1')).toMatchObject({ trade_state: 'NOTPAY' })
    await wait(1)
    expect(await query('order-1')).toMatchObject({ trade_state: 'SUCCESS' })
    expect(received).toHaveLength(1)
  })

  it('stays unpaid where the payer fails', async () => {
    const { sandbox, received, orderJsapi, query, wait } = await openShop()
    await orderJsapi('order-1')
    const failed = { out_trade_no: 'order-1', result: 'fail' }
    expect(await sandbox.command('pay', failed)).toMatchObject({ trade_state: 'NOTPAY' })
    await wait()
    expect(received).toEqual([])
    await sandbox.command('pay', { out_trade_no: 'order-1' })
    expect(await query('order-1')).toMatchObject({ trade_state: 'SUCCESS' })
  })
})

describe('the time of an order', () => {
  it('is two hours for a prepay_id; the same order again gives a new one, and ends the one before', async () => {
    const { sandbox, orderJsapi, wait } = await openShop()
    const first = await orderJsapi('order-1')
    await wait(2 * 3_600_000)
    await expect(sandbox.command('pay', { out_trade_no: 'order-1' })).rejects.toThrow('支付请求已失效，请重新发起支付')
    const second = await orderJsapi('order-1')
    expect(second.prepay_id).not.toBe(first.prepay_id)
    await expect(sandbox.command('pay', { out_trade_no: first.prepay_id })).rejects.toThrow('订单不存在')
    expect(await sandbox.command('pay', { out_trade_no: second.prepay_id })).toMatchObject({ trade_state: 'SUCCESS' })
  })

  it('is five minutes for a h5_url', async () => {
    const { sandbox, wxpay, order, wait } = await openShop()
    const scene_info = { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }
    await wxpay.v3.pay.transactions.h5.post({ json: { ...order('browser-1'), scene_info } })
    await wait(5 * 60_000)
    await expect(sandbox.command('pay', { out_trade_no: 'browser-1' })).rejects.toThrow(
      '支付请求已失效，请重新发起支付',
    )
  })

  it('ends with its time_expire, a minute at least, and it closes after seven days', async () => {
    const { sandbox, orderJsapi, query, wait } = await openShop()
    await orderJsapi('order-1', { time_expire: '2026-11-26T10:00:01+08:00' })
    await wait(59_999)
    await orderJsapi('order-1', { time_expire: '2026-11-26T10:00:01+08:00' })
    await wait(1)
    await expect(sandbox.command('pay', { out_trade_no: 'order-1' })).rejects.toThrow('该订单已失效')
    expect(await query('order-1')).toMatchObject({ trade_state: 'NOTPAY' })
    await wait(7 * 86_400_000)
    expect(await query('order-1')).toMatchObject({ trade_state: 'CLOSED' })
  })
})

describe('codepay', () => {
  const json = { payer: { auth_code: '131234567890123456' }, scene_info: { store_info: { out_id: '1' } } }

  it('is paid in its response, and has no notification', async () => {
    const { wxpay, order, received, query, wait } = await openShop()
    const { notify_url: _, ...plain } = order('code-1')
    const response = await wxpay.v3.pay.transactions.codepay.post({ json: { ...plain, ...json } }).json()
    expect(response).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'MICROPAY', amount: { payer_total: 100 } })
    expect(await query('code-1')).toEqual(response)
    await wait()
    expect(received).toEqual([])
  })

  it('waits for the password above 1,000 yuan, until the payer types it or fails', async () => {
    const { sandbox, wxpay, order, query } = await openShop()
    const { notify_url: _, ...plain } = { ...order('code-1'), amount: { total: 100_001 } }
    const { codepay } = wxpay.v3.pay.transactions
    for (const out_trade_no of ['code-1', 'code-1', 'code-2']) {
      const response = await codepay.post({ json: { ...plain, ...json, out_trade_no } }).json()
      expect(response).toMatchObject({ trade_state: 'USERPAYING', trade_state_desc: '需要用户输入支付密码' })
    }
    await sandbox.command('pay', { out_trade_no: 'code-1' })
    await sandbox.command('pay', { out_trade_no: 'code-2', result: 'fail' })
    expect(await query('code-1')).toMatchObject({ trade_state: 'SUCCESS' })
    expect(await query('code-2')).toMatchObject({ trade_state: 'PAYERROR' })
  })

  it('is reversed and not closed: who has paid gets the money back, once', async () => {
    const { wxpay, order, query, listLedger } = await openShop()
    const { notify_url: _, ...plain } = order('code-1')
    await wxpay.v3.pay.transactions.codepay.post({ json: { ...plain, ...json } })
    const params = { out_trade_no: 'code-1' }
    const close = wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}/close')
    await expectRefusal(close.post({ params, json: { mchid: '1900000000' } }), [
      ...([400, 'INVALID_REQUEST', '当前交易不允许进行普通关单（只能撤销）', 268449641] as const),
    ])
    const reverse = wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}/reverse')
    for (const _ of [1, 2]) {
      const response = await reverse.post({ params, json: { appid, mchid: '1900000000' } }).json()
      expect(response).toEqual({ appid, mchid: '1900000000', out_trade_no: 'code-1' })
    }
    expect(await query('code-1')).toMatchObject({ trade_state: 'REVOKED', trade_state_desc: '订单已撤销' })
    expect(listLedger()).toMatchObject([
      { kind: 'payment', amount: 100, fee: 1 },
      { kind: 'refund', amount: -100, fee: -1 },
    ])
  })
})

describe('a sandbox that starts again with its memory', () => {
  it('knows its orders, pays and refunds them, and forgets nothing that falls due', async () => {
    const changes: Change[] = []
    const storage = { load: () => [...changes], append: (step: readonly Change[]) => void changes.push(...step) }
    const before = await openShop({ storage, payments: { payAfter: 5000 } })
    const { prepay_id } = await before.orderJsapi('order-1')
    await before.orderJsapi('order-2')
    await before.sandbox.command('pay', { out_trade_no: 'order-2' })
    const amount = { refund: 30, total: 100, currency: 'CNY' }
    const json = { out_trade_no: 'order-2', out_refund_no: 'refund-1', amount }
    await before.wxpay.v3.refund.domestic.refunds.post({ json })

    const after = await openShop({ storage, payments: { payAfter: 5000 } })
    expect(await after.query('order-1')).toMatchObject({ trade_state: 'NOTPAY' })
    const again = await after.orderJsapi('order-1', { notify_url: before.notify_url })
    expect(again.prepay_id).not.toBe(prepay_id)
    await after.wait(5000)
    expect(await after.query('order-1')).toMatchObject({ trade_state: 'SUCCESS' })
    const refund = after.wxpay.chain('v3/refund/domestic/refunds/{out_refund_no}')
    expect(await refund.get({ params: { out_refund_no: 'refund-1' } }).json()).toMatchObject({ status: 'SUCCESS' })
    const ledger = changes.filter(([table]) => table === 'ledger')
    expect(ledger.map(([, , row]) => (row as { amount: number }).amount).sort()).toEqual([-30, 100, 100])
  })
})

describe('the ledger', () => {
  it('has a row for each movement of money, with what bills tell', async () => {
    const { orderJsapi, payJsapi, query, listLedger, countRows } = await openShop()
    const details = { attach: '桌 7', scene_info: { payer_client_ip: '127.0.0.1', device_id: 'POS1' } }
    await payJsapi('order-1', { amount: { total: 1234 }, ...details })
    for (const _ of Array(20)) await query('order-1')
    for (const _ of Array(20)) await orderJsapi('order-2')
    expect(listLedger()).toEqual([
      {
        ...{ id: '1000000000000000001', kind: 'payment', time: Date.parse('2026-11-26T10:00:00+08:00') },
        ...{ mchid: '1900000000', appid, openid, tradeType: 'JSAPI', bankType: 'OTHERS', deviceId: 'POS1' },
        ...{ amount: 1234, fee: 7, rate: '0.60%', attach: '桌 7', description: '深圳腾大-QQ公仔' },
        ...{ transactionId: expect.stringMatching(/^4200/), businessId: expect.stringMatching(/^4200/) },
        ...{ outTradeNo: 'order-1', outBusinessNo: 'order-1' },
      },
    ])
    // One row for each order and the id that leads to it, however often it is called.
    expect(countRows()).toMatchObject({ orders: 2, prepays: 2, transactions: 1, ledger: 1 })
  })
})
