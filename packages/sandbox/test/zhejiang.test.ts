import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { beforeEach, describe, expect, it } from 'vitest'

const person = { cert_no: '330102199001011234', name: '张三' }
const tel = '13800138000'
let number = 0
const ssn = () => ({ req_ssn: String(++number) })
const at = { trans_date: '20260101', trans_time: '120000' }

async function connect() {
  const { merchant, platformKeys, transport } = await createSandbox()
  return createClient({ merchant, platformKeys, transport }).v3.gov.subsidy.zhejiang
}
let zhejiang: Awaited<ReturnType<typeof connect>>
beforeEach(async () => {
  zhejiang = await connect()
})

/** The business code of a call: `000000`, or what it was declined with. */
const codeOf = (call: { json(): Promise<{ resp_code: string }> }) =>
  call.json().then(
    ({ resp_code }) => resp_code,
    (error: unknown) =>
      isWechatPayError(error) && error.name === 'BusinessError' ? error.respCode : Promise.reject(error),
  )

const issue = async (category_id = 'A01') => {
  const json = { category_id, ...person, mobile: tel, add_code: '330102', cert_type: '1', ...ssn() }
  return (await zhejiang.authcode.issue.post({ json }).json()).auth_code ?? ''
}
const attempt = (auth_code: string, category = 'A01') =>
  zhejiang.authcode.try.post({
    json: { sp_serial_no: String(++number), mchnt_no: '1', term_no: '1', auth_code, category, county_code: '330102' },
  })
const step = (name: 'commit' | 'cancel' | 'refund', auth_code: string, cred_frozen_no: string) =>
  codeOf(zhejiang.authcode[name].post({ json: { sp_serial_no: '1', cred_frozen_no, ...at, auth_code, ...ssn() } }))

describe('voucher codes', () => {
  it('issue → try → commit → refund, and nothing twice', async () => {
    const code = await issue()
    expect(
      await codeOf(
        zhejiang.authcode.issue.post({
          json: { category_id: 'A01', ...person, mobile: tel, add_code: '330102', cert_type: '1', ...ssn() },
        }),
      ),
    ).toBe('900102')
    const { cred_frozen_no, category_id } = await attempt(code).json()
    expect(category_id).toBe('A01')
    expect(await codeOf(attempt(code))).toBe('900103')
    expect(await step('refund', code, cred_frozen_no)).toBe('900103')
    expect(await step('commit', code, 'another')).toBe('900104')
    expect(await step('commit', code, cred_frozen_no)).toBe('000000')
    expect(await step('commit', code, cred_frozen_no)).toBe('900103')
    expect(await step('cancel', code, cred_frozen_no)).toBe('900103')
    expect(await step('refund', code, cred_frozen_no)).toBe('000000')
    expect(await codeOf(attempt(code))).toBe('900103')
    expect(await issue()).not.toBe(code)
  })

  it('issue → try → cancel → try', async () => {
    const code = await issue()
    const { cred_frozen_no } = await attempt(code).json()
    expect(await step('cancel', code, cred_frozen_no)).toBe('000000')
    expect(await codeOf(attempt(code))).toBe('000000')
  })

  it('know neither other codes nor other categories', async () => {
    expect(await codeOf(attempt('unknown'))).toBe('900101')
    expect(await codeOf(attempt(await issue(), 'B02'))).toBe('900006')
  })
})

const row = {
  ...person,
  tel,
  cate_code: 'B02',
  operation_time: '1767240000000',
  sales: '3999.00',
  status: '0',
  subsidy: '599.85',
  add_code: '330102',
  address: '文一路 1 号',
  sale_models: '0',
  brand: '示例',
  activity_add_code: '330100',
  uniscid: '91330000000000000X',
  corp_name: '示例电器有限公司',
} as const
const product = {
  sn_code: 'SN1',
  barcode: '6901234567892',
  item_name: '空调',
  spec_model: 'K',
  is_ai_product: '1',
  order_no: 'O1',
} as const
const sync = (auth_code: string, change: object = {}) =>
  zhejiang.qualifications.sync.post({ json: { ...ssn(), data: [{ ...row, ...product, auth_code, ...change }] } })
const confirm = (change: object = {}) =>
  zhejiang.nQualifications.confirm.post({
    json: { ...ssn(), data: [{ ...row, serial_num: String(++number), ...change }] },
  })

describe('qualifications', () => {
  const claim = (cate_code = 'A01') =>
    codeOf(zhejiang.qualifications.claim.post({ json: { cate_code, ...person, tel, ...ssn() } }))
  const query = async () =>
    (await zhejiang.qualifications.query.post({ json: { cert_no: person.cert_no, cate_code: 'A01', ...ssn() } }).json())
      .data
  const alter = (name = person.name) =>
    zhejiang.qualifications.alter.post({ json: { cate_code: 'B02', ...person, name, tel, ...ssn() } })

  it('claim → query → alter → sync → return', async () => {
    expect(await query()).toEqual([{ cate_code: 'A01', status: '尚未领取资格', status_code: '00' }])
    expect(await claim()).toBe('000000')
    expect(await claim('C03')).toBe('900003')
    expect(await query()).toEqual([{ cate_code: 'A01', status: '已领取资格', status_code: '01' }])
    const { auth_code } = await alter().json()
    expect(await query()).toMatchObject([{ cate_code: 'B02' }])
    expect(await codeOf(sync('unknown'))).toBe('900101')
    expect(await codeOf(sync(auth_code))).toBe('000000')
    expect(await query()).toEqual([{ cate_code: 'B02', status: '已核销', status_code: '02' }])
    expect(await codeOf(sync(auth_code))).toBe('900004')
    expect(await codeOf(alter())).toBe('900004')
    expect(await codeOf(sync(auth_code, { status: '1', origin_order_no: 'O1' }))).toBe('000000')
    expect(await codeOf(sync(auth_code, { status: '1', origin_order_no: 'O1' }))).toBe('900005')
  })

  it('belong to a name', async () => {
    await claim()
    expect(await codeOf(alter('李四'))).toBe('900001')
    expect(await codeOf(alter())).toBe('000000')
  })

  it('sync reports the rows that are impossible, and executes the others', async () => {
    await claim('B02')
    const { auth_code } = await alter().json()
    const rows = [
      { ...row, ...product, auth_code },
      { ...row, ...product, auth_code: 'unknown' },
    ]
    const { error_data } = await zhejiang.qualifications.sync.post({ json: { ...ssn(), data: rows } }).json()
    expect(error_data).toEqual(['2: 品类凭证码不存在'])
    expect(await query()).toMatchObject([{ status: '已核销' }])
  })

  it('confirm executes all rows or none', async () => {
    expect(await codeOf(confirm())).toBe('900002')
    await claim('B02')
    const data = [
      { ...row, serial_num: '1' },
      { ...row, cert_no: '330102199001019999', serial_num: '2' },
    ]
    expect(await codeOf(zhejiang.nQualifications.confirm.post({ json: { ...ssn(), data } }))).toBe('900002')
    expect(await query()).toMatchObject([{ status: '已领取资格' }])
    expect(await codeOf(confirm({ cate_code: 'C03' }))).toBe('900006')
    expect(await codeOf(confirm())).toBe('000000')
    expect(await query()).toMatchObject([{ status: '已核销' }])
  })
})

describe('products', () => {
  const piece = { sn: 'SN1', province: '330000', goods_bar_code: '6901234567892', goods_type: 'A01', req_time: '1' }
  const sale = { create_user: 'u', goods_name: 'n', trans_orderid: 'T1', order_price: '1.00', sell_orderid: 'S1' }
  const state = async () => (await zhejiang.sncode.query.post({ json: { ...piece, ...ssn() } }).json()).sell_state
  const lock = () => zhejiang.sncode.lock.post({ json: { ...piece, ...sale, imei1: '35', ...ssn() } })
  const unlock = (sell_orderid = 'S1') =>
    codeOf(zhejiang.sncode.unlock.post({ json: { ...piece, ...sale, sell_orderid, ori_pay_orderid: 'P1', ...ssn() } }))

  it('lock → query → unlock', async () => {
    const free = await state()
    expect(await unlock()).toBe('900302')
    expect(await lock().json()).toMatchObject({ imei1: '35' })
    expect(await state()).not.toBe(free)
    expect(await codeOf(lock())).toBe('900301')
    expect(await unlock('S2')).toBe('900303')
    expect(await unlock()).toBe('000000')
    expect(await state()).toBe(free)
  })

  it('are found by barcode', async () => {
    const query = (goods_bar_code: string) => zhejiang.goods.query.post({ json: { goods_bar_code, ...ssn() } })
    expect(await query('6901234567892').json()).toMatchObject({ goods_name: '变频空调' })
    expect(await codeOf(query('0000000000000'))).toBe('900201')
  })
})
