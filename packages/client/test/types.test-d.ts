// Checked by the compiler alone (npm run typecheck): a line under @ts-expect-error that compiled would fail the check.
import {
  type Client,
  createClient,
  defineOperation,
  type Operation,
  zhejiang as operations,
  text,
  type WechatPayError,
} from '@wechatpay-kit/endpoints'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import * as v from 'valibot'

declare const wxpay: Client
declare const signal: AbortSignal

const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
const { name: _name, ...withoutName } = json
const withNumber = { ...json, tel: 13800138000 }

// All notations give the documented response.
const chained: string = (await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()).auth_code
const declared: string = (await wxpay.chain(path).post({ json }).json()).resp_desc
const slashed: string = (await wxpay.chain(`/${path}`).post({ json }).json()).resp_desc
const property: string = (await wxpay[path].post({ json, signal, timeout: 1 }).json()).resp_code
const awaited: string = (await (await wxpay[path].post({ json })).json()).auth_code
const chainedThen: string = await wxpay[path].post({ json }).then(async (response) => (await response.json()).auth_code)
const status: number = (await wxpay[path].post({ json, headers: { 'Wechatpay-Serial': 'PUB_KEY_ID_1' } })).status

// A missing field.
// @ts-expect-error
wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: withoutName })
// @ts-expect-error
wxpay.chain(path).post({ json: withoutName })
// @ts-expect-error
wxpay[path].post({ json: withoutName })
// @ts-expect-error
wxpay[path].post({})
// @ts-expect-error
wxpay[path].post()

// A wrong type.
// @ts-expect-error
wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: withNumber })
// @ts-expect-error
wxpay.chain(path).post({ json: withNumber })
// @ts-expect-error
wxpay[path].post({ json: withNumber })

// An unknown field, option or response field.
// @ts-expect-error
wxpay[path].post({ json: { ...json, cert_number: '1' } })
// @ts-expect-error
wxpay[path].post({ json, jsno: 1 })
// Plain fields are named on every path.
wxpay.chain('v3/some/thing').post({ json: { name: 'shop' }, plainFields: ['name'] })
// @ts-expect-error
wxpay.chain('v3/some/thing').post({ json: { name: 'shop' }, plainFields: 'name' })
wxpay[path].post({ json, plainFields: ['name'] })
// @ts-expect-error
const missing: string = (await wxpay[path].post({ json }).json()).authcode

// A misspelt path or method.
// @ts-expect-error
wxpay.v3.gov.subsidy.zhejiang.qualification.alter
// @ts-expect-error
wxpay.v3.gov.subsidy.zhejiang.qualifications.altre
// @ts-expect-error
wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.get({ json })
// @ts-expect-error
wxpay.chain('v2/pay')
// @ts-expect-error
wxpay['gov/subsidy']
// A path that nobody described is untyped: nothing can be read off its response unchecked.
// @ts-expect-error
const unknown: string = (await wxpay.chain('v3/gov/subsidy/zhejiang/qualifications/altre').post({ json }).json())
  .auth_code
// @ts-expect-error
const unknown2: string = (await wxpay['v3/gov/subsidy/zhejiang/qualifications/altre']?.post({ json }).json())?.auth_code
const untyped: unknown = await wxpay['v3/certificates']?.get({ query: { algorithm_type: 'RSA' } }).json()

// Own operations replace the default, in kebab and camel case.
declare const options: Omit<Parameters<typeof createClient>[0], 'operations'>
const own = createClient({
  ...options,
  operations: [
    defineOperation({
      method: 'POST',
      path: 'v3/gov/subsidy/n-qualifications/sync',
      request: v.strictObject({ req_ssn: text(), note: v.optional(v.string()) }),
      response: v.object({ message: v.string() }),
    }),
  ],
})
const camel: string = (await own.v3.gov.subsidy.nQualifications.sync.post({ json: { req_ssn: '1' } }).json()).message
const kebab: string = (
  await own.v3.gov.subsidy['n-qualifications'].sync.post({ json: { req_ssn: '1', note: 'x' } }).json()
).message
// @ts-expect-error
own.v3.gov.subsidy.zhejiang

export {
  awaited,
  camel,
  chained,
  chainedThen,
  declared,
  kebab,
  missing,
  property,
  slashed,
  status,
  unknown,
  unknown2,
  untyped,
}

// Lists, optional fields and enumerations, closed where their meanings are published and open where they are not.
const { zhejiang } = wxpay.v3.gov.subsidy
const row = (await zhejiang.qualifications.query.post({ json: { cert_no: '1', req_ssn: '1' } }).json()).data?.[0]
const open: string | undefined = row?.status_code
const frozen: string = (await wxpay.chain('v3/gov/subsidy/zhejiang/authcode/try').post({ json: freeze }).json())
  .cred_frozen_no
declare const freeze: Parameters<typeof zhejiang.authcode.try.post>[0]['json']
declare const report: NonNullable<Parameters<typeof zhejiang.nQualifications.confirm.post>[0]['json']['data']>[number]
zhejiang['n-qualifications'].confirm.post({ json: { req_ssn: '1', data: [{ ...report, status: '1' }] } })
// @ts-expect-error
zhejiang.nQualifications.confirm.post({ json: { req_ssn: '1', data: [{ ...report, status: '2' }] } })
// @ts-expect-error
zhejiang.nQualifications.confirm.post({ json: { req_ssn: '1', data: [{ ...report, address: 1 }] } })
// @ts-expect-error
zhejiang.sncode.lock.post({ json: { sn: '1' } })

// Path variables and a query.
const orders = createClient({
  ...options,
  operations: [
    defineOperation({
      method: 'GET',
      path: 'v3/orders/{id}/items/{item}',
      query: v.strictObject({ mchid: text(), page: v.optional(v.number()) }),
      response: v.object({ state: v.string() }),
    }),
    defineOperation({ method: 'GET', path: 'v3/orders', response: v.object({ total: v.number() }) }),
    defineOperation({
      method: 'GET',
      path: 'v3/pages',
      query: v.strictObject({ page: v.optional(v.number()) }),
      response: v.object({}),
    }),
    defineOperation({ method: 'DELETE', path: 'v3/orders/{id}', response: v.object({}) }),
    defineOperation({ method: 'GET', path: 'v3/orders/{id}', response: v.object({ note: v.string() }) }),
  ],
})
const params = { id: '1', item: 2 }
const state: string = (await orders.v3.orders._id_.items._item_.get({ params, query: { mchid: '1' } }).json()).state
const total: number = (await orders.chain('v3/orders').get().json()).total
// A path may go on where another ends, and be shared by two methods.
const total2: number = (await orders.v3.orders.get().json()).total
const note: string = (await orders.v3.orders._id_.get({ params: { id: 1 } }).json()).note
orders.v3.orders._id_.delete({ params: { id: 1 } })
// @ts-expect-error
orders.v3.orders._id_.post({ params: { id: 1 } })
// @ts-expect-error
orders.v3.orders.delete()
orders.v3.pages.get()
orders.v3.pages.get({ query: { page: 1 } })
// @ts-expect-error
orders.v3.pages.get({ query: { size: 1 } })
orders['v3/orders/{id}'].delete({ params: { id: 1 } })
// @ts-expect-error
orders['v3/orders/{id}'].delete()
// @ts-expect-error
orders['v3/orders/{id}/items/{item}'].get({ params: { id: 1 }, query: { mchid: '1' } })
// @ts-expect-error
orders['v3/orders/{id}/items/{item}'].get({ params, query: { page: 1 } })
// @ts-expect-error
orders['v3/orders/{id}/items/{item}'].post({ params, query: { mchid: '1' } })

// Values of path variables as their schema has them, headers that an operation needs, a slash at the end of a path.
const parts = createClient({
  ...options,
  operations: [
    defineOperation({
      method: 'GET',
      path: 'v3/people/{phone}',
      params: v.strictObject({ phone: text() }),
      response: v.object({ age: v.number() }),
    }),
    defineOperation({
      method: 'POST',
      path: 'v3/transfers',
      headers: ['Idempotency-Key'],
      request: v.strictObject({ amount: v.number() }),
      response: v.object({ no: v.string() }),
    }),
    defineOperation({ method: 'POST', path: 'v3/applyment4sub/applyment/', response: v.object({ code: v.string() }) }),
    defineOperation({
      method: 'GET',
      path: 'v3/applyment4sub/applyment/{id}',
      response: v.object({ ok: v.boolean() }),
    }),
  ],
})
const age: number = (await parts['v3/people/{phone}'].get({ params: { phone: '1' } }).json()).age
// @ts-expect-error
parts['v3/people/{phone}'].get({ params: { phone: 1 } })
// @ts-expect-error
parts['v3/people/{phone}'].get({ params: {} })
// @ts-expect-error
parts['v3/people/{phone}'].get()
const amount = { amount: 1 }
const number: string = (
  await parts.v3.transfers.post({ json: amount, headers: { 'Idempotency-Key': '1', 'X-More': '1' } }).json()
).no
parts.v3.transfers.post({ json: amount, headers: new Headers({ 'Idempotency-Key': '1' }) })
// @ts-expect-error
parts.v3.transfers.post({ json: amount })
// @ts-expect-error
parts.v3.transfers.post({ json: amount, headers: { 'X-More': '1' } })
const code: string = (await parts.v3.applyment4sub.applyment.post().json()).code
const code2: string = (await parts['v3/applyment4sub/applyment/'].post().json()).code
const code3: string = (await parts['v3/applyment4sub/applyment'].post().json()).code
const code4: string = (await parts.chain('v3/applyment4sub/applyment').post().json()).code
const code5: string = (await parts.chain('/v3/applyment4sub/applyment/').post().json()).code
const ok: boolean = (await parts.v3.applyment4sub.applyment._id_.get({ params: { id: 1 } }).json()).ok
// @ts-expect-error
parts.v3.applyment4sub.applyment['']

// Without validation the request is loose, and the response typed as ever.
const off = 'off'
const loose: string = (await wxpay[path].post({ json: { other: 1 }, validation: 'off', query: { a: 1 } }).json())
  .auth_code
wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ validation: off, plainFields: ['name'] })
wxpay.chain(path).post({ json: withoutName, validation: 'off' })
wxpay.chain(path).post({ json, validation: undefined })
parts.v3.transfers.post({ json: {}, validation: 'off' })
// So does a call by its operation.
wxpay.call(alter.post, { json: {}, validation: 'off', query: { a: 1 } })
// @ts-expect-error
wxpay.call(alter.post, { json: {} })
// @ts-expect-error
wxpay.call(alter.post)
parts['v3/people/{phone}'].get({ params: { phone: 1 }, validation: 'off' })
wxpay.chain('v3/some/thing').get({ validation: 'off' })
// @ts-expect-error
parts['v3/people/{phone}'].get({ validation: 'off' })
// @ts-expect-error
wxpay[path].post({ json, validation: 'on' })
// @ts-expect-error
wxpay[path].post({ json: withoutName, validation: undefined })
declare const either: 'off' | undefined
// @ts-expect-error
wxpay[path].post({ json: withoutName, validation: either })
// @ts-expect-error
wxpay.chain('v3/some/thing').get({ validation: 'on' })
// @ts-expect-error
const looseCode: string = (await wxpay[path].post({ json: {}, validation: 'off' }).json()).authcode

// An operation whose type is not known takes nothing from the others.
declare const yours: Operation
const mixed = createClient({ ...options, operations: [...operations, yours] })
const mixedCode: string = (await mixed.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()).auth_code
// @ts-expect-error
mixed.v3.gov.subsidy.zhejiang.qualifications.altre
// @ts-expect-error
mixed[path].post({ json: withoutName })

// Paths beyond the mainland's, and those of brands.
const beyond = createClient({
  ...options,
  operations: [
    defineOperation({ method: 'GET', path: 'hk/v3/statements', response: v.object({ state: v.string() }) }),
    defineOperation({
      method: 'POST',
      path: 'global/v3/transactions/{id}',
      request: v.strictObject({ mchid: text() }),
      response: v.object({ state: v.string() }),
    }),
    defineOperation({ method: 'GET', path: 'brand/coupons', response: v.object({ state: v.string() }) }),
  ],
})
const states: string[] = [
  (await beyond.hk.v3.statements.get().json()).state,
  (await beyond['hk/v3/statements'].get().json()).state,
  (await beyond.global.v3.transactions._id_.post({ params: { id: 1 }, json: { mchid: '1' } }).json()).state,
  (await beyond.brand.coupons.get().json()).state,
  (await beyond.chain('/brand/coupons').get().json()).state,
]
// @ts-expect-error
beyond.global.v3.transactions._id_.post({ params: { id: 1 }, json: {} })
// @ts-expect-error
beyond.hk.v3.statement
const beyondAny: unknown = await beyond.chain('global/v3/anything').post({ json: {} }).json()
beyond['brand/anything' as `brand/${string}`]?.get()
beyond.upload('/hk/v3/media', { file: new Blob() })
// @ts-expect-error
beyond.chain('us/v3/anything')
// @ts-expect-error
beyond.chain('hk/v2/anything')
// @ts-expect-error
defineOperation({ method: 'GET', path: 'global/statements', response: v.object({}) })

// A client is a merchant's or a brand's.
const { serialNumber, privateKey } = options.merchant
createClient({ ...options, merchant: { brandId: '1', serialNumber, privateKey } })
// @ts-expect-error
createClient({ ...options, merchant: { brandId: '1', mchid: '1', serialNumber, privateKey } })
// @ts-expect-error
createClient({ ...options, merchant: { serialNumber, privateKey } })

// What is no schema cannot define an operation.
// @ts-expect-error
defineOperation({ method: 'POST', path: 'v3/a', request: { name: text() }, response: v.object({}) })

// A response without content, and one of which nothing is known.
const contents = createClient({
  ...options,
  operations: [
    defineOperation({ method: 'POST', path: 'v3/orders/{id}/close', request: v.strictObject({ mchid: text() }) }),
    defineOperation({ method: 'DELETE', path: 'v3/orders/{id}' }),
    { ...yours, path: 'v3/yours', method: 'GET' },
  ],
})
const close = { params: { id: 1 }, json: { mchid: '1' } }
type Equals<One, Other> = [One, Other] extends [Other, One] ? true : false
const closed = await contents['v3/orders/{id}/close'].post(close).json()
const closed2 = await (await contents.v3.orders._id_.close.post(close)).clone().json()
const deleted = await contents.v3.orders._id_.delete({ params: { id: 1 } }).json()
const areUndefined: Equals<typeof closed | typeof closed2 | typeof deleted, undefined> = true
// @ts-expect-error
closed.state
const anything = await contents.v3.yours.get().json()
const isUnknown: unknown extends typeof anything ? true : false = true
// @ts-expect-error
anything.state

export { areUndefined, isUnknown }

// No two classes of errors share a code.
type Codes = { [One in WechatPayError as One['name']]: One['code'] }
type SharedCode = { [Name in keyof Codes]: Codes[Name] & Codes[Exclude<keyof Codes, Name>] }[keyof Codes]
const areUnique: [SharedCode] extends [never] ? true : false = true

export {
  age,
  areUnique,
  beyondAny,
  code,
  code2,
  code3,
  code4,
  code5,
  frozen,
  loose,
  looseCode,
  mixedCode,
  note,
  number,
  ok,
  open,
  state,
  states,
  total,
  total2,
}
