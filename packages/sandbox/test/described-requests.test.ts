import { readArea } from '@wechatpay-kit/catalogue'
import { describe, expect, it } from 'vitest'
import { platform, send } from './requests.ts'

const order = {
  appid: 'wxd678efh567hg6787',
  mchid: '1900000000',
  description: '茶叶 一盒',
  out_trade_no: 'order-1',
  notify_url: 'https://shop.example/notifications',
  amount: { total: 100, currency: 'CNY' },
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
}

/** Sends a call that no world plays, with the JSON given. */
const post = (target: string, json: unknown, headers = {}) => send({ target, body: JSON.stringify(json), headers })
const get = (target: string) => send({ method: 'GET', target, body: '' })

describe('the refusal of a field', () => {
  const batch = {
    appid: 'wxd678efh567hg6787',
    out_batch_no: 'batch1',
    batch_name: '奖金',
    batch_remark: '奖金',
    total_amount: 100,
    total_num: 1,
    transfer_detail_list: [
      {
        out_detail_no: 'detail1',
        transfer_amount: 100,
        transfer_remark: '奖金',
        openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
      },
    ],
  }
  const [detail] = batch.transfer_detail_list

  it.each<[string, object, object, string]>([
    [
      'that is missing',
      { ...batch, out_batch_no: undefined },
      { field: '/out_batch_no', value: '', issue: 'is required', location: 'body' },
      '输入源“/body/out_batch_no”映射到字段“商家批次单号”必填性规则校验失败，此字段为必填项',
    ],
    [
      'that is empty',
      { ...batch, out_batch_no: '' },
      { field: '/out_batch_no', value: '', issue: 'is required', location: 'body' },
      '输入源“/body/out_batch_no”映射到字段“商家批次单号”必填性规则校验失败，此字段为必填项',
    ],
    [
      'that is an amount in yuan',
      { ...batch, total_amount: 0.01 },
      { field: '/total_amount', value: 0.01, issue: 'must be an integer of 64 bits', location: 'body' },
      '无法将 JSON 输入源“/body/total_amount”映射到目标字段“转账总金额”中，此字段需要一个合法的 64 位有符号整数',
    ],
    [
      'that is an integer in a text, in a list',
      { ...batch, transfer_detail_list: [{ ...detail, transfer_amount: '100' }] },
      {
        field: '/transfer_detail_list/0/transfer_amount',
        value: '100',
        issue: 'must be an integer of 64 bits',
        location: 'body',
      },
      '无法将 JSON 输入源“/body/transfer_detail_list/0/transfer_amount”映射到目标字段“转账金额”中，此字段需要一个合法的 64 位有符号整数',
    ],
    [
      'that is no text',
      { ...batch, batch_name: 4 },
      { field: '/batch_name', value: 4, issue: 'must be a string', location: 'body' },
      '无法将 JSON 输入源“/body/batch_name”映射到目标字段“批次名称”中，此字段需要一个 string 类型的 Json 值',
    ],
    [
      'that is null',
      { ...batch, batch_name: null },
      { field: '/batch_name', value: '', issue: 'is required', location: 'body' },
      '输入源“/body/batch_name”映射到字段“批次名称”必填性规则校验失败，此字段为必填项',
    ],
    [
      'that is an object, of which nothing is repeated',
      { ...batch, batch_name: { name: '张三' } },
      { field: '/batch_name', issue: 'must be a string', location: 'body' },
      '无法将 JSON 输入源“/body/batch_name”映射到目标字段“批次名称”中，此字段需要一个 string 类型的 Json 值',
    ],
    [
      'that no document has',
      { ...batch, transfer_detail_list: [{ ...detail, sub_mchid: '1' }] },
      {
        field: '/transfer_detail_list/0/sub_mchid',
        value: ['/body/transfer_detail_list/0/sub_mchid'],
        issue: 'unexpected field',
        location: 'body',
      },
      '请求中含有未在API文档中定义的参数',
    ],
  ])('%s', async (_, json, detail, message) => {
    const response = await post('/v3/transfer/batches', json)
    expect(response.json).toEqual({ code: 'PARAM_ERROR', message, detail })
    expect([response.status, response.requestId]).toEqual([400, expect.stringMatching(/-268435461$/)])
  })
})

describe('limits of WeChat Pay’s pages', () => {
  const refund = { out_trade_no: 'A1', out_refund_no: 'R1', amount: { refund: 1, total: 1, currency: 'CNY' } }

  it.each<[string, object, object, string]>([
    [
      'the length of a text',
      { ...refund, out_refund_no: 'R'.repeat(65) },
      { field: '/out_refund_no', value: 65, issue: 'must be at most 64', location: 'body' },
      '输入源“/body/out_refund_no”映射到值字段“商户退款单号”字符串规则校验失败，字符数 65，大于最大值 64',
    ],
    [
      'its form',
      { ...refund, out_refund_no: '退款1' },
      { field: '/out_refund_no', value: '退款1', issue: 'must match ^[0-9A-Za-z_|*@-]+$', location: 'body' },
      '输入源“/body/out_refund_no”映射到值字段“商户退款单号”字符串规则校验失败，字符串必须匹配正则表达式“^[0-9A-Za-z_|*@-]+$”',
    ],
  ])('%s', async (_, json, detail, message) => {
    expect((await post('/v3/refund/domestic/refunds', json)).json).toEqual({ code: 'PARAM_ERROR', message, detail })
  })

  it('and documented values are those that it takes', async () => {
    const { json } = await post('/v3/fund-app/brand-redpacket/brand-merchant-batches', {
      brand_id: 1,
      brand_appid: 'wxd678efh567hg6787',
      scene: 'custom_send',
    })
    expect(json).toEqual({
      code: 'PARAM_ERROR',
      message: '输入源“/body/scene”映射到值字段“品牌红包发放场景”枚举规则校验失败，此字段的值必须是“CUSTOM_SEND”之一',
      detail: { field: '/scene', value: 'custom_send', issue: 'must be one of CUSTOM_SEND', location: 'body' },
    })
  })

  it('are those of a path, too', async () => {
    const target = '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/a%20b/cancel'
    const { json } = await send({ target, body: '' })
    expect(json.detail).toEqual({
      field: '/out_bill_no',
      value: 'a b',
      issue: 'must match ^[0-9A-Za-z]+$',
      location: 'path',
    })
    expect(json.message).toContain('输入源“/uri_template/out_bill_no”映射到值字段“商户单号”')
  })

  it('that the description alone has are not held', async () => {
    const area = await readArea('apply4subject')
    const node = area.find(({ path }) => path.endsWith('{business_code}/cancel'))?.params?.[0]
    expect([node?.maxLength, node?.limited]).toEqual([128, undefined])
    const target = `/v3/apply4subject/applyment/${'1'.repeat(129)}/cancel`
    expect((await send({ target, body: '' })).status).toBe(204)
  })
})

describe('a query', () => {
  const bills = '/v3/fund-app/mch-transfer/transfer-bills'

  it.each<[string, string, object, string]>([
    [
      'without a member that is demanded',
      '/v3/pay/transactions/id/42000',
      { field: '/mchid', value: '', issue: 'is required', location: 'query' },
      '输入源“/query/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项',
    ],
    [
      'with one that no document has',
      '/v3/pay/transactions/id/42000?mchid=1900000000&sub_mch_id=1',
      { field: '/sub_mch_id', value: ['/query/sub_mch_id'], issue: 'unexpected field', location: 'query' },
      '请求中含有未在API文档中定义的参数',
    ],
    [
      'with a text for a number',
      '/v3/merchant-service/complaints-v2?begin_date=2026-01-01&end_date=2026-01-02&limit=many',
      { field: '/limit', value: 'many', issue: 'must be an integer of 64 bits', location: 'query' },
      '无法将输入源“/query/limit”映射到目标字段“分页大小”中，此字段需要一个合法的 64 位有符号整数',
    ],
  ])('%s', async (_, target, detail, message) => {
    expect((await get(target)).json).toEqual({ code: 'PARAM_ERROR', message, detail })
  })

  it.each([`${bills}/out-bill-no/%FF`, '/v3/pay/transactions/id/42000?mchid=%FF'])(
    'that is no UTF-8: %s',
    async (target) => {
      const { status, json } = await get(target)
      expect([status, json.code, json.message]).toEqual([400, 'INVALID_REQUEST', '请求内容传入了非UTF8参数'])
    },
  )
})

describe('a body', () => {
  it.each<[string, Parameters<typeof send>[0], string, string]>([
    ['that is no JSON', { body: 'text' }, 'PARAM_ERROR', '请求体不是合法的JSON'],
    ['that is too deep', { body: '['.repeat(100_000) }, 'PARAM_ERROR', '请求体不是合法的JSON'],
    [
      'that is deep in a field',
      { body: `{"amount":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}` },
      'PARAM_ERROR',
      '请求体不是合法的JSON',
    ],
    ['that is no UTF-8', { bytes: Uint8Array.of(0xff) }, 'INVALID_REQUEST', '请求内容传入了非UTF8参数'],
    [
      'of another media type',
      { body: JSON.stringify(order), headers: { 'Content-Type': 'text/plain' } },
      'PARAM_ERROR',
      'Http头Content-Type不是application/json',
    ],
    [
      'that is not there',
      { body: '' },
      'PARAM_ERROR',
      '输入源“/body/appid”映射到字段“直连商户的appid”必填性规则校验失败，此字段为必填项',
    ],
    [
      'that is a list',
      { body: '[]' },
      'PARAM_ERROR',
      '无法将 JSON 输入源“/body”映射到目标字段“”中，此字段需要一个 object 类型的 Json 值',
    ],
  ])('%s', async (_, change, code, message) => {
    const response = await send({ target: '/v3/transfer/batches', ...change })
    expect([response.status, response.json.code]).toEqual([400, code])
    expect(response.json.message).toBe(message)
  })
})

describe('an encrypted text', () => {
  const target = '/v3/smartguide/guides'
  const guide = {
    corpid: 'C1',
    store_id: 1,
    userid: 'U1',
    name: '张三',
    mobile: '13900000000',
    qr_code: 'https://a.example',
    avatar: 'https://b.example',
  }
  const encrypt = async (json: typeof guide) => ({
    ...json,
    name: await platform.key.encrypt(json.name),
    mobile: await platform.key.encrypt(json.mobile),
  })

  it('is decrypted, and no response repeats it in plain', async () => {
    const { status, text } = await post(target, await encrypt(guide))
    expect(status).toBe(200)
    expect(text).not.toContain(guide.mobile)
  })

  it.each<[string, (json: typeof guide) => object, Record<string, string | undefined>, string]>([
    [
      'without the key’s id',
      (json) => json,
      { 'Wechatpay-Serial': undefined },
      'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)',
    ],
    ['with the id of no key', (json) => json, { 'Wechatpay-Serial': 'ABCD' }, '平台证书序列号Wechatpay-Serial错误'],
    ['that is plain', (json) => ({ ...json, name: '张三' }), {}, '平台私钥解密失败'],
  ])('%s is refused', async (_, change, headers, message) => {
    const { status, json, text } = await post(target, change(await encrypt(guide)), headers)
    expect([status, json.code, json.message]).toEqual([400, 'PARAM_ERROR', message])
    expect(text).not.toContain(guide.mobile)
    expect(text).not.toContain(guide.name)
  })

  it('that is no text is not repeated', async () => {
    const { json } = await post(target, { ...(await encrypt(guide)), mobile: 13900000000 })
    expect(json.detail).toEqual({ field: '/mobile', issue: 'must be a string', location: 'body' })
  })

  it('in a query is named by its place', async () => {
    const { json } = await get(`/v3/smartguide/guides?store_id=1&mobile=13900000000`)
    expect(json.detail).toEqual({ field: '/mobile', issue: 'the field you encrypt is error', location: 'query' })
    const mobile = encodeURIComponent(await platform.key.encrypt('13900000000'))
    expect((await get(`/v3/smartguide/guides?store_id=1&mobile=${mobile}`)).status).toBe(200)
  })
})

describe('a path', () => {
  it.each([
    ['nothing is described', 'POST', '/v3/pay/transactions/nothing', 404, '404 Not Found'],
    ['there is no such area', 'POST', '/v3/constructor/x', 404, '404 Not Found'],
    ['a brand has nothing', 'GET', '/brand/nothing', 404, '404 Not Found'],
    ['the call was withdrawn', 'GET', '/v3/discount-card/orders/1', 404, '404 Not Found'],
    ['its last slash is missing', 'POST', '/v3/applyment4sub/applyment', 404, '404 Not Found'],
    ['a variable is empty', 'GET', '/v3/pay/transactions/id/', 404, '404 Not Found'],
    ['the method is another', 'PUT', '/v3/pay/transactions/jsapi', 405, '405 Not Allowed'],
  ])('%s', async (_, method, target, status, title) => {
    const response = await send({ method, target, body: '' })
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(title)])
  })

  it('with a slash at its end is another one', async () => {
    const { status, json } = await post('/v3/applyment4sub/applyment/', {})
    expect([status, json.code]).toEqual([400, 'PARAM_ERROR'])
  })

  it('is rather the one with fewer variables', async () => {
    const { json } = await send({ target: '/v3/transfer/batches/out-batch-no/A1', method: 'GET', body: '' })
    expect(json.detail.field).toBe('/need_query_detail')
  })
})

it('a header that is demanded', async () => {
  const { json } = await post('/v3/marketing/partnerships/terminate', {})
  expect(json).toEqual({
    code: 'PARAM_ERROR',
    message: 'HTTP header缺少Idempotency-Key',
    detail: { field: 'Idempotency-Key', issue: 'is required', location: 'header' },
  })
})
