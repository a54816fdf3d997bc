// Requests made from facts, whole and with one fault each.
/** @import { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue' */
import { isDemanded, listNeededHeaders } from '../generate/facts.mjs'
import { makeValue, UPLOAD } from './values.mjs'

/** @typedef {import('./other-side.mjs').Given} Given */
/** @typedef {{ readonly field: string, readonly given: Given }} FaultyRequest - `field` is the place of its only fault. */

/** The name of the field that no operation has. */
const UNKNOWN = 'unknown_field'

/** Fields of an upload's `meta` that the client writes. */
export const WRITTEN = ['filename', 'file_name', 'sha256', 'file_digest', 'digest']

/**
 * Makes a request with all fields.
 *
 * @param {CatalogueOperation} facts
 * @param {Readonly<Record<string, string>>} [known] - as of `makeValue`.
 * @returns {Given}
 */
export function makeRequest(facts, known) {
  const { params, query, json } = facts
  /** @type {Record<string, unknown>} */
  const given = {}
  if (params) given['params'] = makeNamed(params, 'params')
  if (query) given['query'] = makeNamed(query, 'query')
  const headers = listNeededHeaders(facts)
  if (headers.length > 0) given['headers'] = Object.fromEntries(headers.map((name) => [name, `${name}-1`]))
  const meta = readMeta(facts)
  if (json) given['json'] = makeValue(json, 'json', known)
  else if (meta) given['json'] = without(makeValue(meta, 'json', UPLOAD), WRITTEN)
  const fields = listFormFields(facts)
  if (fields.length > 0) given['fields'] = makeNamed(fields, 'fields')
  return given
}

/** Gives the facts of an upload's `meta`. @param {CatalogueOperation} facts */
export function readMeta({ form }) {
  return form?.find(({ name }) => name === 'meta')?.contains
}

/** Makes the same request with the fields alone that are demanded. @param {CatalogueOperation} facts @param {Given} given @returns {Given} */
export function makeMinimal(facts, given) {
  const { query = [], json } = facts
  /** @type {Record<string, unknown>} */
  const minimal = { ...given }
  if (given.query) minimal['query'] = reduce(toObject(query), given.query)
  if (given.json) minimal['json'] = reduce(json ?? readMeta(facts), given.json)
  return minimal
}

/** @param {CatalogueNode | undefined} node @param {unknown} value @returns {unknown} */
function reduce(node, value) {
  if (Array.isArray(value)) return value.map((one) => reduce(node?.items, one))
  const { fields } = node ?? {}
  if (!fields) return value
  const entries = Object.entries(Object(value)).filter(([name]) => fields[name] && isDemanded(fields[name]))
  return Object.fromEntries(entries.map(([name, one]) => [name, reduce(fields[name], one)]))
}

/** Lists the further parts of an upload's form, which are texts. @param {CatalogueOperation} facts */
export function listFormFields({ form = [] }) {
  return form.filter(({ name, type }) => name !== 'meta' && type !== 'file')
}

/** Lists the same request without each field that is demanded, at any depth. @param {CatalogueOperation} facts @param {Given} given */
export function listIncomplete(facts, given) {
  const { params = [], query = [], json } = facts
  /** @type {FaultyRequest[]} */
  const found = []
  for (const { name } of params)
    found.push({ field: `params.${name}`, given: { ...given, params: without(given.params, [name]) } })
  for (const name of Object.keys(given.headers ?? {}))
    found.push({ field: `headers.${name}`, given: { ...given, headers: without(given.headers, [name]) } })
  const parts = /** @type {const} */ ([
    ['query', toObject(query)],
    ['json', json ?? readMeta(facts)],
    ['fields', toObject(listFormFields(facts))],
  ])
  for (const [part, node] of parts) {
    for (const path of node ? listPlaces(node, given[part]) : []) {
      const name = path.at(-1) ?? ''
      if (part === 'json' && facts.upload && WRITTEN.includes(name)) continue
      const copy = structuredClone(given)
      const holder = find(copy[part], path.slice(0, -1))
      delete holder[name]
      found.push({ field: [part, ...path].join('.'), given: copy })
    }
  }
  return found
}

/** Lists the same request with an unknown field in each of its objects; the first is the root of the body, or the query. @param {CatalogueOperation} facts @param {Given} given */
export function listOverfull(facts, given) {
  const { query = [], json } = facts
  const body = json ?? readMeta(facts)
  // An upload whose meta no document describes is called like an unknown path.
  if (facts.upload && !body) return []
  /** @type {FaultyRequest[]} */
  const found = []
  const parts = /** @type {const} */ ([
    ['json', body],
    ['query', query.length > 0 || !body ? toObject(query) : undefined],
    ['fields', given.fields && toObject(listFormFields(facts))],
  ])
  for (const [part, node] of parts) {
    if (!node) continue
    const copy = structuredClone({ ...given, [part]: given[part] ?? {} })
    for (const path of listObjects(node, copy[part])) {
      const own = structuredClone(copy)
      find(own[part], path)[UNKNOWN] = '1'
      // Of a call that takes no query, the query is what is refused.
      const field = part === 'query' && query.length === 0 ? part : [part, ...path, UNKNOWN].join('.')
      found.push({ field, given: own })
    }
  }
  return found
}

/** Lists the places of demanded fields, of lists in their first item. @param {CatalogueNode} node @param {unknown} value @returns {string[][]} */
function listPlaces(node, value) {
  // Where sources disagree about the type, nothing inside is checked.
  if (node.typeDisputed) return []
  if (Array.isArray(value))
    return value.length > 0 ? listPlaces(node.items ?? { type: 'any' }, value[0]).map((path) => ['0', ...path]) : []
  return Object.entries(node.fields ?? {}).flatMap(([name, field]) => [
    ...(isDemanded(field) ? [[name]] : []),
    ...listPlaces(field, /** @type {Record<string, unknown>} */ (value)[name]).map((path) => [name, ...path]),
  ])
}

/** Lists the places of objects whose fields are known, of lists in their first item. @param {CatalogueNode} node @param {unknown} value @returns {string[][]} */
function listObjects(node, value) {
  if (node.typeDisputed) return []
  if (Array.isArray(value))
    return value.length > 0 ? listObjects(node.items ?? { type: 'any' }, value[0]).map((path) => ['0', ...path]) : []
  if (!node.fields) return []
  const inner = Object.entries(node.fields).flatMap(([name, field]) =>
    listObjects(field, /** @type {Record<string, unknown>} */ (value)[name]).map((path) => [name, ...path]),
  )
  return [[], ...inner]
}

/** @param {unknown} value @param {readonly string[]} path */
function find(value, path) {
  let holder = /** @type {Record<string, unknown>} */ (value)
  for (const name of path) holder = /** @type {Record<string, unknown>} */ (holder[name])
  return holder
}

/** @param {readonly NamedNode[]} nodes @param {string} part */
function makeNamed(nodes, part) {
  return Object.fromEntries(nodes.map(({ name, ...node }) => [name, makeValue(node, `${part}.${name}`)]))
}

/** Makes an object of named nodes. @param {readonly NamedNode[]} nodes @returns {CatalogueNode} */
export function toObject(nodes) {
  return { type: 'object', fields: Object.fromEntries(nodes.map(({ name, ...node }) => [name, node])) }
}

/** Copies an object without some of its members. @param {unknown} value @param {readonly string[]} names @returns {Record<string, any>} */
function without(value, names) {
  return Object.fromEntries(
    Object.entries(/** @type {object} */ (value ?? {})).filter(([name]) => !names.includes(name)),
  )
}
