// The sample request of an operation: what has to be given, what is encrypted, and where WeChat Pay reports to.
/** @import { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue' */
import { isDemanded, listNeededHeaders, readForm } from '../../../../tools/generate/facts.mjs'
import { UPLOAD } from '../../../../tools/prove/values.mjs'
import { JsonText, makeScalar } from './values.mjs'

/** Fields that a sample has though no document demands them. */
const WELCOME = /^(?:combine_payer_info|grade|notify_url|openid|out_order_no|out_trade_no|payer|sp_openid)$/
/** Fields of an upload's `meta` that the client writes. */
const WRITTEN = ['filename', 'file_name', 'sha256', 'file_digest', 'digest']
/** Lists of an item each, where no document wants more. */
const ITEMS = 1

/**
 * @typedef {object} Sample
 * @property {Readonly<Record<string, unknown>>} [params]
 * @property {Readonly<Record<string, unknown>>} [query]
 * @property {unknown} [json]
 * @property {unknown} [meta] - of an upload.
 * @property {Readonly<Record<string, unknown>>} [fields] - further parts of an upload's form.
 * @property {Readonly<Record<string, string>>} [headers]
 */

/** Makes the sample request of an operation. @param {CatalogueOperation} operation @returns {Sample} */
export function makeSample(operation) {
  const { params, query, json, upload } = operation
  /** @type {{ -readonly [Key in keyof Sample]: Sample[Key] }} */
  const sample = {}
  if (params?.length) sample.params = makeNamed(params, () => true)
  const asked = makeNamed(query ?? [], isShown)
  if (Object.keys(asked).length > 0) sample.query = asked
  if (json) sample.json = makeValue('json', json)
  if (upload) Object.assign(sample, makeForm(operation))
  const headers = listNeededHeaders(operation)
  if (headers.length > 0) sample.headers = Object.fromEntries(headers.map((name) => [name, '20260101120000000001']))
  return sample
}

/** @param {CatalogueOperation} operation @returns {Sample} */
function makeForm(operation) {
  const { meta, fields } = readForm(operation)
  const described = Object(meta && makeValue('meta', meta))
  const own = Object.fromEntries(
    Object.entries(described)
      .filter(([name]) => !WRITTEN.includes(name))
      .map(([name, value]) => [name, UPLOAD[name] ?? value]),
  )
  return {
    ...(Object.keys(own).length > 0 ? { meta: own } : {}),
    ...(fields ? { fields: /** @type {Record<string, unknown>} */ (makeValue('fields', fields)) } : {}),
  }
}

/** @param {readonly NamedNode[]} nodes @param {(name: string, node: CatalogueNode) => boolean} isWanted */
function makeNamed(nodes, isWanted) {
  const wanted = nodes.filter((node) => isWanted(node.name, node))
  return Object.fromEntries(wanted.map(({ name, ...node }) => [name, makeValue(name, node)]))
}

/** Makes a value with the fields that a sample shows. @param {string} name @param {CatalogueNode} node @returns {unknown} */
function makeValue(name, node) {
  if (node.format === 'json' && node.contains) return new JsonText(makeValue(name, node.contains))
  if (node.type === 'array') {
    const { items = { type: 'string' }, minItems = ITEMS } = node
    return Array.from({ length: Math.max(ITEMS, minItems) }, () => makeValue(name, items))
  }
  if (!node.fields) return makeScalar(name, node)
  const shown = Object.entries(node.fields).filter(([key, field]) => !field.misspelt && isShown(key, field))
  // An object is shown for something in it, though its fields are alternatives, of which none is demanded.
  const members = shown.length > 0 || name === 'json' ? shown : Object.entries(node.fields).slice(0, 1)
  return Object.fromEntries(members.map(([key, field]) => [key, makeValue(key, field)]))
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
