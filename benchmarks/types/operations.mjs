// Operations as a catalogue would hold them: the shapes of alter and confirm, queries, and paths with variables.
/** @typedef {import('./project.mjs').Described} Described */

/** A sixth of the operations begin with an area, a tenth of those share what follows. */
const AREAS = ['pay', 'fund-app', 'merchant-service', 'marketing', 'apply4sub', 'profitsharing']
const SUBS = [
  'transactions',
  'refunds',
  'bill',
  'favor',
  'media',
  'n-qualifications',
  'coupons',
  'stocks',
  'users',
  'logs',
]

const ROW = `v.strictObject({
        /** 证件号码 · identity document number; encrypted */
        cert_no: sensitiveText(),
        /** 姓名 · full name; encrypted */
        name: sensitiveText(),
        /** 手机号 · mobile phone number; encrypted */
        tel: sensitiveText(),
        /** 品类编码 · category code */
        cate_code: text(),
        /** 能耗等级 · energy grade */
        grade: v.optional(v.picklist(['一级', '二级'])),
        /** 销售金额 · sales amount, in yuan */
        sales: v.pipe(text(), v.regex(/^\\d+(\\.\\d+)?$/, 'must be an amount')),
        /** 品类状态 · category state */
        status: v.picklist(['0', '1']),
        /** 家电品牌 · appliance brand */
        brand: v.optional(text()),
        /** 收货地址 · delivery address; encrypted */
        address: v.optional(sensitiveText()),
        /** 数据流水号 · data serial number */
        serial_num: text(),
      })`
const ROW_VALUE = `{ cert_no: '1', name: '1', tel: '1', cate_code: 'A01', sales: '1', status: '0', serial_num: '1' }`

/** What an operation can look like; `$N` is its number, so that no two have the same types. */
const SHAPES = [
  {
    method: 'POST',
    action: 'alter',
    schemas: `request: v.strictObject({
    /** 品类编码 · category code */
    cate_code: text(),
    /** 证件号码 · identity document number; encrypted */
    cert_no: sensitiveText(),
    /** 姓名 · full name; encrypted */
    name: sensitiveText(),
    /** 手机号 · mobile phone number; encrypted */
    tel: sensitiveText(),
    /** 请求流水号 · request serial number */
    req_ssn: text(),
    /** Of this operation alone. */
    field_$N: v.optional(text()),
  }),
  response: v.looseObject({ resp_code: v.string(), resp_desc: v.string(), auth_code_$N: v.string() }),
  idempotencyField: 'req_ssn',`,
    options: `{ json: { cate_code: 'A01', cert_no: '1', name: '1', tel: '1', req_ssn: '1', field_$N: '1' } }`,
  },
  {
    method: 'POST',
    action: 'confirm',
    schemas: `request: v.strictObject({
    /** 品类集合 · collection of category records */
    data: v.optional(v.array(${ROW})),
    /** 请求流水号 · request serial number */
    req_ssn: text(),
    /** 请求时间 · request time */
    req_time: v.optional(text()),
    /** Of this operation alone. */
    field_$N: v.optional(text()),
  }),
  response: v.looseObject({ resp_code: v.string(), resp_desc: v.string() }),
  idempotencyField: 'req_ssn',`,
    options: `{ json: { data: [${ROW_VALUE}], req_ssn: '1', field_$N: '1' } }`,
  },
  {
    method: 'GET',
    action: 'query',
    schemas: `query: v.strictObject({ mchid: text(), offset_$N: v.optional(number()), limit: v.optional(number()) }),
  response: v.looseObject({
    total_count: v.number(),
    data: v.optional(v.array(v.looseObject({ state_$N: openEnum(['OPEN', 'CLOSED']), amount: v.number() }))),
  }),`,
    options: `{ query: { mchid: '1', offset_$N: 1 } }`,
  },
  {
    method: 'GET',
    action: 'id/{order_id}',
    schemas: `response: v.looseObject({ order_id: v.string(), state_$N: openEnum(['SUCCESS', 'NOTPAY', 'CLOSED']) }),`,
    options: `{ params: { order_id: '1' } }`,
  },
  {
    method: 'POST',
    action: 'id/{order_id}/close-order',
    schemas: `request: v.strictObject({ mchid: text(), reason_$N: v.optional(v.pipe(v.string(), v.maxLength(80))) }),
  response: v.looseObject({}),`,
    options: `{ params: { order_id: 1 }, json: { mchid: '1', reason_$N: '1' } }`,
  },
]

/** @param {number} size @returns {Described[]} */
export function generateOperations(size) {
  return Array.from({ length: size }, (_, index) => {
    const shape = /** @type {(typeof SHAPES)[number]} */ (SHAPES[index % SHAPES.length])
    const thing = Math.floor(index / SHAPES.length)
    const [area, sub] = [AREAS[thing % AREAS.length], SUBS[Math.floor(thing / AREAS.length) % SUBS.length]]
    const path = `v3/${area}/${sub}/thing${thing}/${shape.action}`
    const name = `operation${index}`
    const fill = (/** @type {string} */ text) => text.replaceAll('$N', String(index))
    const helpers = ['number', 'openEnum', 'sensitiveText', 'text'].filter((it) => shape.schemas.includes(`${it}(`))
    const source = `import { ${['defineOperation', ...helpers].join(', ')} } from '@wechatpay-kit/endpoints'
import * as v from 'valibot'

/** Operation ${index}. */
export const ${name} = defineOperation({
  method: '${shape.method}',
  path: '${path}',
  ${fill(shape.schemas)}
})
`
    return { method: shape.method, path, name, source, options: fill(shape.options) }
  })
}
