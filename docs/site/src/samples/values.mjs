// Values for sample code: by the name of their field, then by what the catalogue says of their form and limits.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
import { BY_HAND, UPLOAD } from '../../../../tools/prove/values.mjs'

/** Texts that others of a sample, or the client, fit: the scene of a transfer says what has to be reported of it. @type {Readonly<Record<string, string>>} */
const CHOSEN = { ...BY_HAND, ...UPLOAD, transfer_scene_id: '1009' }

/** Texts by the name of their field; the first expression that fits decides. @type {readonly (readonly [RegExp, string])[]} */
const TEXTS = [
  [/^sp_?mch_?id$|^combine_mchid$|^channel_id$/, '1900000100'],
  [/^sub_?mch_?id$|merchant_id$|_mchid$/, '1900000109'],
  [/mch_?id$|^merchant_code$/, '1900000001'],
  [/appid$/, 'wx1234567890abcdef'],
  [/openid$/, 'oABCD1234567890abcdefghijklm'],
  [/^(?:combine_)?transaction_id$/, '4200000000202601010123456789'],
  [/^refund_id$/, '50300000002026010101234567890'],
  [/currency$/, 'CNY'],
  [/^cate_code$/, 'A01'],
  [/bar_?code$/, '6901234567892'],
  [/^auth_code$/, '130012345678901234'],
  [/^media_id$|media_id$|_copy$|_pics?$|^.*_media$/, 'ChsyMDAxMDgwMTIwMjYwMTAxMTIwMDAwMDAwMDAwMDA'],
  [/_ip$/, '192.0.2.1'],
  [/url$|_link$|domains?$|website/, 'https://www.example.com/notify'],
  [/phone|mobile|telephone|^tel$/, '13800138000'],
  [/email/, 'zhangsan@example.com'],
  [/plate_number/, '粤B888888'],
  [/longitude/, '120.1551'],
  [/latitude/, '30.2741'],
  [/^(?:begin|start|available_begin|effective)_?(?:time|date)$|_begin_time$|_start_time$/, '2026-01-01T00:00:00+08:00'],
  [/^(?:end|expire)_?time$|_end_time$|expire_time$/, '2026-12-31T23:59:59+08:00'],
  [/_time$/, '2026-01-01T12:00:00+08:00'],
  [/_date$|^date$/, '2026-01-01'],
  [/^hash_value$|digest$|sha256$/, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [/^info_type$/, '采购商品名称'],
  [/^description$|goods_name$|^body$|^info_content$/, '测试商品'],
  [/^out_\w*no$|_request_no$|^req_ssn$|_trade_no$|serial_no$|request_serial$/, '20260101120000000001'],
  [/^nonce/, '0123456789abcdef'],
]

/** Texts by the Chinese term of a field whose name tells nothing. @type {readonly (readonly [RegExp, string])[]} */
const BY_TERM = [
  [/金额|价格/, '100'],
  [/接收方[帐账]号/, '1900000109'],
  [/日期/, '2026-01-01'],
  [/时间/, '2026-01-01T12:00:00+08:00'],
]

/** Plain texts of sensitive fields by their name or term; the first expression that fits decides. @type {readonly (readonly [RegExp, string])[]} */
const SENSITIVE = [
  [/phone|mobile|telephone|^tel$|手机|电话/, '13800138000'],
  [/email|邮箱/, 'zhangsan@example.com'],
  [/address|地址/, '浙江省杭州市西湖区文三路1号'],
  [/openid/i, 'oABCD1234567890abcdefghijklm'],
  [/account_?n(?:o|umber)|card_?no$|bank_account|bal_account|银行卡|卡号|账号/, '6217000010001234567'],
  [/id_?card|identity|cert|cred|id_?n|doc|证件|身份证|userid/, '330102199001011234'],
]

/** Texts by their form. @type {Readonly<Record<string, string>>} */
const FORMS = {
  'data-url': 'data:image/png;base64,iVBORw0KGgo=',
  'media-id': 'ChsyMDAxMDgwMTIwMjYwMTAxMTIwMDAwMDAwMDAwMDA',
  'mm/yy': '09/31',
  base64: '5b6u5L+h5pSv5LuY',
  date: '2026-01-01',
  int64: '1000000001',
  numeric: '1000000001',
  rfc3339: '2026-01-01T12:00:00+08:00',
  uint64: '1000000001',
  url: 'https://www.example.com/notify',
  yyyyMMddHHmmss: '20260101120000',
}

/** Numbers by the name of their field. @type {readonly (readonly [RegExp, number])[]} */
const NUMBERS = [
  [/^offset$/, 0],
  [/^limit$|page_size/, 20],
  [/count|num$|quantity|days|hours|index|_no$|discount$/, 1],
  [/amount|fee|total|price|balance|^refund$|money/, 100],
  [/rate|percent|ratio/, 10],
  [/id$/, 1_000_000_001],
]

/** Texts that satisfy the documented expressions. */
const CANDIDATES = ['20260101', '120000', 'Abc-1_2', '1900000109', '20260101120000000001']

/**
 * Makes the value of a field that has no fields of its own.
 *
 * @param {string} name
 * @param {CatalogueNode} node
 * @returns {unknown}
 */
export function makeScalar(name, node) {
  if (node.enum) return node.enum.find((one) => one === CHOSEN[name]) ?? node.enum[0]
  switch (node.type) {
    case 'boolean':
      return node.default ?? false
    case 'integer':
    case 'number':
      return makeNumber(name, node)
    case 'string':
      return node.encrypted ? fitLength(makeSensitive(name, node), node) : makeText(name, node)
    default:
      return {}
  }
}

/** @param {string} name @param {CatalogueNode} node */
function makeNumber(name, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER, format }) {
  const found = find(NUMBERS, name) ?? (format ? 1_000_000_001 : 1)
  return Math.min(maximum, Math.max(minimum, found))
}

/** @param {string} name @param {CatalogueNode} node */
function makeText(name, node) {
  const { format = '', pattern, term = name } = node
  const known = CHOSEN[name] ?? FORMS[format] ?? find(TEXTS, name)
  const isNumber = /(?:^|_)(?:id|no|code|number|ssn|sn|version|token)$/.test(name)
  const text = fitLength(known ?? (isNumber ? '1000000001' : (find(BY_TERM, term) ?? term)), node)
  if (!pattern) return text
  return [text, ...CANDIDATES].find((one) => new RegExp(`^(?:${pattern})$`).test(one)) ?? ''
}

/** @param {string} name @param {CatalogueNode} node */
function makeSensitive(name, { term = '' }) {
  return find(SENSITIVE, name) ?? find(SENSITIVE, term) ?? '张三'
}

/** @template Value @param {readonly (readonly [RegExp, Value])[]} rules @param {string} text */
function find(rules, text) {
  return rules.find(([expression]) => expression.test(text))?.[1]
}

/** Fits a text into the documented limits of its length. @param {string} text @param {CatalogueNode} node */
export function fitLength(text, { minLength = 0, maxLength = Number.POSITIVE_INFINITY }) {
  return text.padEnd(Math.min(minLength, 4_096), '0').slice(0, maxLength)
}
