// Values made from facts: the same ones every time, of the documented type, form and length, and different in every place.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */

/** Texts by their form; others are made of the name of their place. @type {Readonly<Record<string, string>>} */
const FORMS = {
  'data-url': 'data:image/png;base64,iVBORw0KGgo=',
  'mm/yy': '09/31',
  base64: '5b6u5L+h5pSv5LuY',
  date: '2026-01-02',
  rfc3339: '2026-01-02T03:04:05+08:00',
  url: 'https://www.example.com/notify?a=1&b=%E5%BE%AE',
  yyyyMMddHHmmss: '20260102030405',
}

/**
 * Texts of the operations that are written by hand, by the name of their field: those check what the documents say in
 * sentences, which the facts have not.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const BY_HAND = {
  activity_add_code: '330100',
  add_code: '330102',
  bank_subsidy: '599.85',
  barcode: '6901234567892',
  cert_no: '33010219900101123X',
  grade: '一级',
  is_ai_product: '0',
  operation_time: '1767240000000',
  plat_subsidy: '0.15',
  resp_code: '000000',
  sale_models: '1',
  sales: '3999.00',
  status: '0',
  subsidy: '600.00',
  uniscid: '91330000000000000X',
}

/** Texts of uploads: the client can write a hash if it knows by which algorithm. @type {Readonly<Record<string, string>>} */
export const UPLOAD = { digest_algorithm: 'SHA256', digest_alogrithm: 'SHA256' }

/** Texts that satisfy the documented expressions. */
const CANDIDATES = ['20260102', '030405', 'Abc-1_2']

/**
 * Makes the value of a place, with all its fields, and lists of two items.
 *
 * @param {CatalogueNode} node
 * @param {string} place - `json.amount.total`.
 * @param {Readonly<Record<string, string>>} [known] - texts by the name of their field, before all others.
 * @returns {unknown}
 */
export function makeValue(node, place, known = {}) {
  const name = place.replace(/^.*\./, '')
  if (node.type === 'string' && Object.hasOwn(known, name)) return known[name]
  if (node.enum) return node.enum[0]
  switch (node.type) {
    case 'object': {
      const fields = Object.entries(node.fields ?? { note: { type: /** @type {const} */ ('string') } })
      return Object.fromEntries(fields.map(([key, field]) => [key, makeValue(field, `${place}.${key}`, known)]))
    }
    case 'array': {
      const { items = { type: 'any' }, minItems = 2, maxItems = minItems } = node
      const length = Math.min(Math.max(2, minItems), maxItems)
      return Array.from({ length }, (_, index) => makeValue(items, `${place}.${index}`, known))
    }
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return makeNumber(node, place)
    default:
      return makeText(node, place)
  }
}

/**
 * Makes a number of the place's own; one that need not be whole is not, but for amounts of fen.
 *
 * @param {CatalogueNode} node
 * @param {string} place
 */
function makeNumber({ type, unit, minimum = 1, maximum = minimum + 99_999 }, place) {
  const whole = minimum + (hash(place) % (maximum - minimum + 1))
  return type === 'number' && unit !== 'fen' && whole < maximum ? whole + 0.5 : whole
}

/** @param {CatalogueNode} node @param {string} place */
function makeText({ format, contains, pattern, encrypted, minLength = 1, maxLength = 64 }, place) {
  if (format === 'json') return JSON.stringify(makeValue(contains ?? { type: 'object' }, `${place}.contains`))
  if (pattern) return CANDIDATES.find((text) => new RegExp(`^(?:${pattern})$`).test(text)) ?? ''
  const number = String(hash(place))
  if (/^(numeric|u?int64)$/.test(format ?? '')) return number
  // With characters that JSON, queries and paths have to escape; those of four bytes can be in encrypted texts alone.
  const text =
    FORMS[format ?? ''] ?? `${number} 微"&=+%?${encrypted ? '𠮷' : ''} ${place.split('.').slice(-2).join('.')}`
  const units = [...text.padEnd(minLength, '0')].slice(0, Math.max(minLength, maxLength))
  while (units.join('').length > Math.max(minLength, maxLength)) units.pop()
  return units.join('')
}

/** A number of up to six digits for a text: FNV-1a. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value >>> 0) % 1_000_000
}
