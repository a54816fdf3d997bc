// Requests made from facts in which all values of a kind are wrong at once.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { Given } from './other-side.mjs' */
import { readMeta, toObject } from './requests.mjs'

/** @typedef {{ readonly fields: readonly string[], readonly given: Given }} WrongRequest - `fields` are the places of its faults. */

/** Gives the wrong value of a place; `undefined` where there is none. @typedef {(node: CatalogueNode, value: unknown) => unknown} Choose */

/** Gives a value of another type than the documented one, where sources agree about that. @type {Choose} */
const chooseType = ({ type, typeDisputed, fields, items }) => {
  if (type === 'any' || typeDisputed || fields || items) return undefined
  return type === 'object' ? 'text' : { note: 'object' }
}

/** Gives a number that is not whole, where it must be. @type {Choose} */
const chooseFraction = ({ type, typeDisputed, unit }) =>
  !typeDisputed && (type === 'integer' || (type === 'number' && unit === 'fen')) ? 1.5 : undefined

/** Gives a documented value in the other case. @type {Choose} */
const chooseCase = ({ type, typeDisputed, encrypted, enum: values }, value) => {
  if (type !== 'string' || typeDisputed || encrypted || !values) return undefined
  const text = String(value)
  const other = text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
  return values.includes(other) ? undefined : other
}

/** Gives a value of another type where sources disagree about the documented one. @type {Choose} */
const chooseDisputed = ({ type, typeDisputed }) => {
  if (!typeDisputed) return undefined
  return type === 'string' ? 7 : 'text'
}

/** Lists the request with all values of each kind wrong, in its body or in its query. @param {CatalogueOperation} facts @param {Given} given @returns {WrongRequest[]} */
export function listWrong(facts, given) {
  const wrong = [chooseType, chooseFraction, chooseCase].flatMap((choose) => [
    replaceJson(facts, given, choose),
    replaceQuery(facts, given, choose),
  ])
  return wrong.filter(({ fields }) => fields.length > 0)
}

/** Makes the request with another type wherever sources disagree about it; `undefined` where they do nowhere. @param {CatalogueOperation} facts @param {Given} given */
export function makeDisputed(facts, given) {
  const inQuery = replaceQuery(facts, given, chooseDisputed)
  const inJson = replaceJson(facts, inQuery.given, chooseDisputed)
  return inQuery.fields.length + inJson.fields.length > 0 ? inJson.given : undefined
}

/** @param {CatalogueOperation} facts @param {Given} given @param {Choose} choose @returns {WrongRequest} */
function replaceJson(facts, given, choose) {
  /** @type {string[]} */
  const fields = []
  if (given.json === undefined) return { fields, given }
  const json = replaceIn(facts.json ?? readMeta(facts), given.json, 'json', choose, fields)
  return { fields, given: { ...given, json } }
}

/** @param {CatalogueOperation} facts @param {Given} given @param {Choose} choose @returns {WrongRequest} */
function replaceQuery(facts, given, choose) {
  /** @type {string[]} */
  const fields = []
  if (!given.query) return { fields, given }
  const query = replaceIn(toObject(facts.query ?? []), given.query, 'query', choose, fields)
  return { fields, given: { ...given, query: /** @type {Record<string, unknown>} */ (query) } }
}

/** @param {CatalogueNode | undefined} node @param {unknown} value @param {string} place @param {Choose} choose @param {string[]} fields @returns {unknown} */
function replaceIn(node, value, place, choose, fields) {
  if (!node) return value
  const wrong = choose(node, value)
  if (wrong !== undefined) {
    fields.push(place)
    return wrong
  }
  // Nothing inside is checked.
  if (node.typeDisputed) return value
  if (Array.isArray(value))
    return value.map((one, index) => replaceIn(node.items, one, `${place}.${index}`, choose, fields))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    replaceIn(node.fields?.[name], one, `${place}.${name}`, choose, fields),
  ])
  return Object.fromEntries(entries)
}
