// The sample request of an operation: what has to be given, what is encrypted, and where WeChat Pay reports to.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
import { isDemanded, readForm, toObject } from '../../../../tools/generate/facts.mjs'
import { fitLength, makeScalar } from './values.mjs'

/** Fields that a sample has though no document demands them. */
const WELCOME =
  /^(?:bank_type|combine_payer_info|goods_bar_code|grade|notify_url|openid|out_order_no|out_trade_no|payer|sp_openid)$/
/** Fields of an upload's `meta` that the client writes. */
const WRITTEN = ['filename', 'file_name', 'sha256', 'file_digest', 'digest']
/** Lists of an item each, where no document wants more. */
const ITEMS = 1
/** The value of a header, such as that of an idempotency key. */
const HEADER = '20260101120000000001'

/**
 * The values of a call, as the options of the client have them.
 *
 * @typedef {object} CallValues
 * @property {Readonly<Record<string, unknown>>} [params]
 * @property {Readonly<Record<string, unknown>>} [query]
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {unknown} [json]
 * @property {unknown} [meta] - of an upload.
 * @property {Readonly<Record<string, unknown>>} [fields] - further parts of an upload's form, which are texts.
 */

/** A part of a call that takes values. @typedef {keyof CallValues} Part */

/** Gives the text of a field where one is known, such as the number of an earlier call. @typedef {(name: string, part: Part) => string | undefined} FindText */

/** The parts of a call that take values, each with its description. @param {CatalogueOperation} operation @returns {readonly (readonly [Part, CatalogueNode])[]} */
export function listParts(operation) {
  const { params, query, headers = [], json, upload } = operation
  const { meta, fields } = upload ? readForm(operation) : {}
  /** @type {readonly (readonly [Part, CatalogueNode | undefined])[]} */
  const parts = [
    ['params', toObject(params)],
    ['query', toObject(query)],
    ['headers', toObject(headers.filter(({ name }) => name !== 'Wechatpay-Serial'))],
    ['json', json],
    ['meta', meta],
    ['fields', fields],
  ]
  return parts.flatMap(([part, node]) => (node ? [/** @type {const} */ ([part, node])] : []))
}

/**
 * Makes the values of a sample call.
 *
 * @param {CatalogueOperation} operation
 * @param {FindText} [findText] - gives texts that win over those of the samples.
 * @returns {CallValues}
 */
export function makeSample(operation, findText = () => undefined) {
  const made = listParts(operation).map(([part, node]) => {
    const find = (/** @type {string} */ name) => findText(name, part)
    if (!node.fields) return /** @type {const} */ ([part, makeValue(part, node, find)])
    const members = Object.entries(node.fields).filter(
      ([name, field]) => !field.misspelt && isMember(part, name, field),
    )
    return /** @type {const} */ ([part, makeMembers(members, part === 'headers' ? () => HEADER : find)])
  })
  // A body that is demanded is sent, even without fields.
  return Object.fromEntries(made.filter(([part, value]) => part === 'json' || Object.keys(Object(value)).length > 0))
}

/** Tells whether a sample shows a member of a part. @param {Part} part @param {string} name @param {CatalogueNode} field */
function isMember(part, name, field) {
  if (part === 'params') return true
  if (part === 'headers') return isDemanded(field)
  return isShown(name, field) && !(part === 'meta' && WRITTEN.includes(name))
}

/**
 * Makes the value of a field; of an object, with the fields that a sample shows.
 *
 * @param {string} name
 * @param {CatalogueNode} node
 * @param {(name: string) => string | undefined} [findText]
 * @returns {unknown}
 */
export function makeValue(name, node, findText = () => undefined) {
  if (node.format === 'json' && node.contains) return JSON.stringify(makeValue(name, node.contains, findText))
  if (node.type === 'array') {
    const { items = { type: 'string' }, minItems = ITEMS } = node
    return Array.from({ length: Math.max(ITEMS, minItems) }, () => makeValue(name, items, findText))
  }
  if (!node.fields) {
    const known = node.type === 'string' && !node.enum ? findText(name) : undefined
    return known === undefined ? makeScalar(name, node) : fitLength(known, node)
  }
  const shown = Object.entries(node.fields).filter(([key, field]) => !field.misspelt && isShown(key, field))
  // An object is shown for something in it, though its fields are alternatives, of which none is demanded.
  return makeMembers(shown.length > 0 ? shown : Object.entries(node.fields).slice(0, 1), findText)
}

/** @param {readonly (readonly [string, CatalogueNode])[]} members @param {(name: string) => string | undefined} findText */
function makeMembers(members, findText) {
  return Object.fromEntries(members.map(([name, field]) => [name, makeValue(name, field, findText)]))
}

/** Tells whether a sample shows a field: it is demanded, encrypted, holds what is encrypted, or is welcome. @param {string} name @param {CatalogueNode} field */
function isShown(name, field) {
  return (
    field.required === true || isDemanded(field) || WELCOME.test(name) || (!field.unconfirmed && hasSensitive(field))
  )
}

/** @param {CatalogueNode} node @returns {boolean} */
function hasSensitive({ encrypted, items, fields = {} }) {
  return encrypted === true || Boolean(items && hasSensitive(items)) || Object.values(fields).some(hasSensitive)
}
