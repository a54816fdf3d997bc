import { areas, CatalogueError, findOperations, readArea } from '@wechatpay-kit/catalogue'
import { describe, expect, it } from 'vitest'

/** Method and path of the results. */
const find = async (text: string, options?: Parameters<typeof findOperations>[1]) =>
  (await findOperations(text, options)).map(({ operation: { method, path } }) => `${method} ${path}`)

describe('A search', () => {
  it('finds a Chinese title', async () => {
    const [first] = await findOperations('变更资格')
    expect(first).toMatchObject({
      area: 'gov',
      matched: 'title',
      operation: { method: 'POST', path: '/v3/gov/subsidy/zhejiang/qualifications/alter' },
    })
    expect((await find('请求分账'))[0]).toBe('POST /v3/profitsharing/orders')
    expect((await find('申请退款'))[0]).toBe('POST /v3/refund/domestic/refunds')
  })

  it('finds the parts of a Chinese word in another order, behind titles that have the word itself', async () => {
    const found = await findOperations('订单查询', { limit: 1000 })
    const titles = found.filter(({ matched }) => matched === 'title').map(({ operation }) => operation.title)
    const hasWord = titles.map((title) => title.includes('订单查询'))
    expect(hasWord.indexOf(false)).toBe(hasWord.lastIndexOf(true) + 1)
    const paths = found.map(({ operation: { method, path } }) => `${method} ${path}`)
    expect(paths).toContain('GET /v3/pay/transactions/out-trade-no/{out_trade_no}')
    expect((await find('结果分账查询', { limit: 5 })).join()).toContain('GET /v3/profitsharing/orders/{out_order_no}')
    // One of its parts is not enough, and two characters are no parts.
    expect(await find('订单飞行')).toEqual([])
    expect(await find('款退')).toEqual([])
  })

  it.each([
    ['v3/pay/transactions/jsapi', 'POST /v3/pay/transactions/jsapi'],
    ['/v3/pay/transactions/jsapi', 'POST /v3/pay/transactions/jsapi'],
    ['V3/Pay/Transactions/JSAPI', 'POST /v3/pay/transactions/jsapi'],
    ['post v3/merchantfund/merchant/income-records', undefined],
    ['GET  /v3/certificates', 'GET /v3/certificates'],
    ['v3/pay/transactions/id/4200001234', 'GET /v3/pay/transactions/id/{transaction_id}'],
    [
      'https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/A1?mchid=1900007291',
      'GET /v3/pay/transactions/out-trade-no/{out_trade_no}',
    ],
  ])('finds the path %s first', async (text, expected) => {
    const [first] = await findOperations(text)
    expect(first && `${first.operation.method} ${first.operation.path}`).toBe(expected)
    if (first) expect(first.matched).toBe('path')
  })

  it('keeps a method apart from others of the same path', async () => {
    expect((await find('POST /v3/apply4subject/applyment'))[0]).toBe('POST /v3/apply4subject/applyment')
    expect((await find('GET /v3/apply4subject/applyment'))[0]).toBe('GET /v3/apply4subject/applyment')
  })

  it('finds a field by its name on the wire, and tells where it is', async () => {
    const found = await findOperations('out_trade_no', { limit: 1000 })
    const jsapi = found.find(({ operation }) => operation.path === '/v3/pay/transactions/jsapi')
    expect(jsapi).toMatchObject({ matched: 'field', field: 'json.out_trade_no' })
    const isByPath = found.map(({ matched }) => matched === 'path')
    expect(isByPath.indexOf(false)).toBe(isByPath.lastIndexOf(true) + 1)
    const [deep] = await findOperations('merchant_goods_id', { areas: ['refund'] })
    expect(deep?.field).toBe('json.goods_detail[].merchant_goods_id')
  })

  it('finds a field by its Chinese term', async () => {
    const [first] = await findOperations('超级管理员身份证件号码')
    expect(first).toMatchObject({ matched: 'field', field: 'json.contact_info.contact_id_card_number' })
  })

  it('finds a field by a Chinese term that its page breaks into lines', async () => {
    const found = await findOperations('市级区域代码', { areas: ['gov'], limit: 1000 })
    expect(found.map(({ operation }) => operation.path)).toContain('/v3/gov/subsidy/zhejiang/sncode/unlock')
  })

  it('finds an English title, and a part of one', async () => {
    const [first] = await findOperations('Request a Refund')
    expect(first).toMatchObject({ matched: 'title', operation: { path: '/v3/refund/domestic/refunds' } })
    expect((await find('close order', { areas: ['pay'] }))[0]).toMatch(/close$/)
  })

  it('finds a field by its English term', async () => {
    const [first] = await findOperations('merchant’s product code', { areas: ['refund'] })
    expect(first).toMatchObject({ matched: 'field', field: 'json.goods_detail[].merchant_goods_id' })
  })

  it('finds a product', async () => {
    const found = await findOperations('国补专区', { limit: 1000 })
    expect(found.length).toBeGreaterThan(30)
    expect(found.every(({ matched, operation }) => matched === 'product' && operation.tags?.includes('国补专区'))).toBe(
      true,
    )
  })

  it('finds what has all of several words', async () => {
    expect((await find('合单 native'))[0]).toBe('POST /v3/combine-transactions/native')
    const found = await findOperations('浙江 sn_code', { limit: 1000 })
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ operation }) => operation.path.startsWith('/v3/gov/subsidy/zhejiang/'))).toBe(true)
    expect(await findOperations('变更资格 refund')).toEqual([])
  })

  it('reads full-width letters and capitals like others', async () => {
    expect(await find('ＪＳＡＰＩ下单')).toEqual(await find('jsapi下单'))
    expect((await find('ＪＳＡＰＩ下单'))[0]).toBe('POST /v3/pay/transactions/jsapi')
  })

  it('puts what has ended last', async () => {
    const found = await findOperations('投诉', { limit: 1000 })
    const titles = found.filter(({ matched }) => matched === 'title').map(({ operation }) => operation)
    const ended = titles.map(({ deprecated }) => deprecated !== undefined)
    expect(ended).toContain(true)
    expect(ended).toEqual([...ended].sort())
  })

  it('gives 20 results, or as many as asked for', async () => {
    expect(await findOperations('mchid')).toHaveLength(20)
    expect(await findOperations('mchid', { limit: 3 })).toEqual((await findOperations('mchid')).slice(0, 3))
    expect(await findOperations('没有这样的接口')).toEqual([])
  })

  it('looks into the areas that are named', async () => {
    const found = await findOperations('out_trade_no', { areas: ['refund', 'pay'], limit: 1000 })
    expect(new Set(found.map(({ area }) => area))).toEqual(new Set(['pay', 'refund']))
  })

  it.each([
    ['', 'The text to search for has 0 characters.'],
    ['  \n', 'The text to search for has 0 characters.'],
    ['x'.repeat(201), 'The text to search for has 201 characters.'],
    [undefined, 'The text to search for has undefined.'],
  ])('refuses %j', async (text, expected) => {
    const error = await findOperations(text as string).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(CatalogueError)
    expect(error).toMatchObject({ code: 'SEARCH_INVALID', message: expect.stringContaining(expected as string) })
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %s', async (limit) => {
    await expect(findOperations('退款', { limit })).rejects.toMatchObject({
      code: 'SEARCH_INVALID',
      message: `The limit is ${limit}. Pass a whole number from 1.`,
    })
  })

  it('takes any text of 200 characters', async () => {
    for (const text of ['('.repeat(200), '\\'.repeat(200), '/'.repeat(200), '{}[]*?+', '%', 'post /'])
      expect(Array.isArray(await findOperations(text))).toBe(true)
  })
})

describe('An area', () => {
  it('is refused by a name that the catalogue does not have', async () => {
    for (const area of ['payments', 'notifications', 'toString', '__proto__', '../src/read', undefined])
      await expect(readArea(area as 'pay')).rejects.toMatchObject({ code: 'AREA_UNKNOWN' })
    await expect(findOperations('x', { areas: ['payments' as 'pay'] })).rejects.toMatchObject({
      message:
        'The area is "payments", which the catalogue does not have. Pass one of its areas, such as "pay": the part of a path after /v3/.',
    })
  })

  it('can be read by every name of the list, which is in order', async () => {
    expect([...areas]).toEqual([...areas].sort())
    for (const area of areas) expect((await readArea(area)).length).toBeGreaterThan(0)
  })
})
