import { describe, expect, it } from 'vitest'
import { appid, expectRefusal, openid, openShop } from './payments-shop.ts'
import { send } from './requests.ts'

const close = 'v3/pay/transactions/out-trade-no/{out_trade_no}/close' as const
const reverse = 'v3/pay/transactions/out-trade-no/{out_trade_no}/reverse' as const
const byId = 'v3/pay/transactions/id/{transaction_id}' as const
const absent = [404, 'ORDER_NOT_EXIST', '订单不存在', 268512771] as const

describe('an order number', () => {
  it('gives an id again for the same content, in whatever order its members stand', async () => {
    const { orderJsapi, wxpay, order } = await openShop()
    await orderJsapi('order-1')
    const json = Object.fromEntries(Object.entries({ ...order('order-1'), payer: { openid } }).reverse())
    const again = await wxpay
      .chain('v3/pay/transactions/jsapi')
      .post({ json: json as never })
      .json()
    expect(again).toEqual({ prepay_id: expect.stringMatching(/^wx/) })
  })

  it('is refused with other content, and with another product', async () => {
    const { orderJsapi, wxpay, order, query } = await openShop()
    await orderJsapi('order-1')
    const used = [400, 'INVALID_REQUEST', '201 商户订单号重复', 268498688] as const
    await expectRefusal(orderJsapi('order-1', { amount: { total: 101 } }), used)
    await expectRefusal(orderJsapi('order-1', { description: '茶叶' }), used)
    await expectRefusal(orderJsapi('order-1', { time_expire: '2026-11-26T11:00:00+08:00' }), used)
    await expectRefusal(wxpay.v3.pay.transactions.native.post({ json: order('order-1') }), used)
    expect(await query('order-1')).toMatchObject({ amount: { total: 100 } })
  })

  it('is refused once it was paid', async () => {
    const { payJsapi, orderJsapi, sandbox } = await openShop()
    await payJsapi('order-1')
    await expectRefusal(orderJsapi('order-1'), [400, 'ORDERPAID', '该订单已支付', 268498689])
    await expect(sandbox.command('pay', { out_trade_no: 'order-1' })).rejects.toThrow('该订单已支付')
  })

  it('makes one order of two calls at once', async () => {
    const { orderJsapi, query } = await openShop()
    const calls = await Promise.allSettled([orderJsapi('order-1'), orderJsapi('order-1', { amount: { total: 7 } })])
    expect(calls.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await query('order-1')).toMatchObject({ amount: { total: calls[0]?.status === 'fulfilled' ? 100 : 7 } })
  })
})

describe('an order that does not exist, or is not so', () => {
  it('is not found, nor closed', async () => {
    const { query, wxpay } = await openShop()
    await expectRefusal(query('order-9'), absent)
    const params = { out_trade_no: 'order-9' }
    await expectRefusal(wxpay.chain(close).post({ params, json: { mchid: '1900000000' } }), absent)
    const id = { params: { transaction_id: '4200' }, query: { mchid: '1900000000' } }
    await expectRefusal(wxpay.chain(byId).get(id), absent)
  })

  it('is not closed once it was paid', async () => {
    const { payJsapi, wxpay, query } = await openShop()
    await payJsapi('order-1')
    const closing = wxpay.chain(close).post({ params: { out_trade_no: 'order-1' }, json: { mchid: '1900000000' } })
    await expectRefusal(closing, [400, 'ORDER_PAID', '订单已支付', 268449538])
    expect(await query('order-1')).toMatchObject({ trade_state: 'SUCCESS' })
  })

  it('is not reversed where it is no codepay order', async () => {
    const { orderJsapi, wxpay } = await openShop()
    await orderJsapi('order-1')
    const json = { appid, mchid: '1900000000' }
    const reversing = wxpay.chain(reverse).post({ params: { out_trade_no: 'order-1' }, json })
    await expectRefusal(reversing, [400, 'INVALID_REQUEST', '当前交易不允许撤销，只有付款码支付可以撤销'])
  })

  it('is another merchant’s', async () => {
    const { payJsapi, createClientOf } = await openShop({ merchants: [{ mchid: '1900000109' }] })
    const { transaction_id = '' } = await payJsapi('order-1')
    const other = createClientOf('1900000109')
    const call = other.chain(byId).get({ params: { transaction_id }, query: { mchid: '1900000109' } })
    await expectRefusal(call, [400, 'INVALID_REQUEST', '商户号和订单不匹配', 268447843])
  })
})

describe('an amount', () => {
  const field = '输入源“/body/amount/total”映射到数值字段“总金额”规则校验失败，'

  it.each([
    [0, `${field}值低于最小值 1`],
    [-5, `${field}值低于最小值 1`],
  ])('of %s fen is refused', async (total, message) => {
    const { wxpay, order } = await openShop()
    const json = { ...order('order-1'), payer: { openid }, amount: { total } }
    const call = wxpay.v3.pay.transactions.jsapi.post({ json, validation: 'off' })
    await expectRefusal(call, [400, 'PARAM_ERROR', message])
  })

  it('that a number cannot hold is refused, whoever sends it', async () => {
    const json = { appid, mchid: '1900000000', description: '茶叶', out_trade_no: 'order-1', payer: { openid } }
    const body = JSON.stringify({ ...json, notify_url: 'https://shop.example/notify', amount: { total: 2 ** 53 } })
    const response = await send({ target: '/v3/pay/transactions/jsapi', body })
    expect(response.status).toBe(400)
    expect(response.json).toMatchObject({
      code: 'PARAM_ERROR',
      message: `${field}必须为整数`,
      detail: { field: '/amount/total', value: 2 ** 53, location: 'body' },
    })
  })

  it.each([0.5, '100'])('of %s is none', async (total) => {
    const { wxpay, order } = await openShop()
    const json = { ...order('order-1'), payer: { openid }, amount: { total: total as number } }
    const call = wxpay.v3.pay.transactions.jsapi.post({ json, validation: 'off' })
    await expectRefusal(call, [400, 'PARAM_ERROR', '/body/amount/total'])
  })
})

describe('the parties of an order', () => {
  it('are the caller, as its signature says', async () => {
    const { wxpay, order, orderJsapi } = await openShop()
    const mismatch = [400, 'PARAM_ERROR', 'http header中的mchid与post payload中的mchid不匹配'] as const
    await expectRefusal(orderJsapi('order-1', { mchid: '1900000109' }), mismatch)
    const { appid: _, mchid, ...common } = order('order-1')
    const parties = { sp_appid: appid, sp_mchid: '1900000109', sub_mchid: mchid }
    await expectRefusal(wxpay.v3.pay.partner.transactions.native.post({ json: { ...common, ...parties } }), mismatch)
  })

  it('are an app that is bound to the merchant, where it lists its apps, and an openid of that app', async () => {
    const apps = [appid, 'wx1111111111111111']
    const { orderJsapi } = await openShop({ merchant: { mchid: '1900000000', appids: apps } })
    const unbound = [400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配，请检查后再试', 268445527] as const
    await expectRefusal(orderJsapi('order-1', { appid: 'wx8888888888888888' }), unbound)
    await orderJsapi('order-1')
    const otherApp = orderJsapi('order-2', { appid: 'wx1111111111111111' })
    await expectRefusal(otherApp, [400, 'PARAM_ERROR', 'appid和openid不匹配'])
  })

  it('are a sub-merchant of the partner, where it lists them, and an app of that one', async () => {
    const merchants = [{ mchid: '1900000109', appids: [appid] }]
    const { wxpay, order } = await openShop({
      merchant: { mchid: '1900000000', subMerchants: ['1900000109'] },
      merchants,
    })
    const { appid: _, mchid, ...common } = order('order-1')
    const place = (sub_mchid: string, sub_appid?: string) => {
      const parties = { sp_appid: appid, sp_mchid: mchid, sub_mchid, ...(sub_appid === undefined ? {} : { sub_appid }) }
      return wxpay.v3.pay.partner.transactions.native.post({ json: { ...common, ...parties } })
    }
    await expectRefusal(place('1900000110'), [403, 'NO_AUTH', '受理关系不存在', 268443701])
    await expectRefusal(place(mchid), [400, 'PARAM_ERROR', '子商户mchid不能与自身mchid相同', 268443705])
    const unbound = [400, 'APPID_MCHID_NOT_MATCH', 'sub_mch_id与sub_appid不匹配'] as const
    await expectRefusal(place('1900000109', 'wx8888888888888888'), unbound)
    expect(await place('1900000109', appid).json()).toEqual({ code_url: expect.any(String) })
  })

  it('are the sub-merchant that the order was made for', async () => {
    const { wxpay, order, sandbox } = await openShop()
    const { appid: _, mchid, ...common } = order('order-1')
    const parties = { sp_appid: appid, sp_mchid: mchid, sub_mchid: '1900000109' }
    const place = (change: object = {}) =>
      wxpay.v3.pay.partner.transactions.native.post({ json: { ...common, ...parties, ...change } })
    await place()
    const mismatch = [400, 'INVALID_REQUEST', '子商户号和订单信息不匹配', 268447845] as const
    await expectRefusal(place({ sub_mchid: '1900000110' }), mismatch)
    await sandbox.command('pay', { out_trade_no: 'order-1' })
    const query = { sp_mchid: mchid, sub_mchid: '1900000110' }
    const byNumber = wxpay.chain('v3/pay/partner/transactions/out-trade-no/{out_trade_no}')
    await expectRefusal(byNumber.get({ params: { out_trade_no: 'order-1' }, query }), mismatch)
  })

  it('are a payer with an openid, and nobody else', async () => {
    const { wxpay, order, orderJsapi, sandbox } = await openShop()
    const json = { ...order('order-1'), payer: {} as { openid: string } }
    const nobody = wxpay.v3.pay.transactions.jsapi.post({ json, validation: 'off' })
    await expectRefusal(nobody, [400, 'PARAM_ERROR', 'JSAPI支付必须传openid', 268501013])
    await orderJsapi('order-1')
    const other = { out_trade_no: 'order-1', openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6X' }
    await expect(sandbox.command('pay', other)).rejects.toThrow('下单账号与支付账号不一致，请核实后再支付')
    expect(await sandbox.command('pay', { ...other, openid })).toMatchObject({ payer: { openid } })
  })

  it('are a payer’s code of eighteen digits', async () => {
    const { wxpay, order } = await openShop()
    const { notify_url: _, ...plain } = order('order-1')
    const scene_info = { store_info: { out_id: '1' } }
    const json = { ...plain, payer: { auth_code: '991234567890123456' }, scene_info }
    const call = wxpay.v3.pay.transactions.codepay.post({ json })
    await expectRefusal(call, [400, 'PARAM_ERROR', '请扫描微信支付授权码'])
  })
})

describe('the command pay', () => {
  it('refuses what it does not understand', async () => {
    const { sandbox, orderJsapi } = await openShop()
    await orderJsapi('order-1')
    const pay = (json: Record<string, unknown>) => sandbox.command('pay', json)
    await expect(pay({})).rejects.toThrow('参数必填')
    await expect(pay({ out_trade_no: 'order-9' })).rejects.toThrow('订单不存在')
    await expect(pay({ out_trade_no: 1 })).rejects.toThrow('参数类型错误')
    await expect(pay({ out_trade_no: 'order-1', open_id: 'o' })).rejects.toThrow('参数中含有非法的额外参数')
    await expect(pay({ out_trade_no: 'order-1', result: 'maybe' })).rejects.toThrow("须为'success'或'fail'")
  })

  it('stands on the page, as long as an order can be paid', async () => {
    const { sandbox, orderJsapi } = await openShop()
    const show = async () => (await sandbox.fetch(new Request('http://localhost/sandbox'))).text()
    await orderJsapi('order-1', { description: '<茶叶>' })
    expect(await show()).toMatch(/order-1 &lt;茶叶&gt;<\/td><td>1\.00 CNY JSAPI NOTPAY/)
    expect(await show()).toContain('>支付 · Pay</button>')
    expect(await show()).toMatch(/button \{[^}]*white-space: nowrap/)
    const json = JSON.stringify({ mchid: '1900000000', out_trade_no: 'order-1' })
    const headers = { 'Content-Type': 'application/json' }
    const request = new Request('http://localhost/sandbox/pay', { method: 'POST', headers, body: json })
    expect((await sandbox.fetch(request)).status).toBe(200)
    expect(await show()).not.toContain('order-1')
  })
})
