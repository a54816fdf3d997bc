// The facts against which generated operations are proved: each operation once, with the list in which it must stand.
/** @import { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue' */
import { areas, readArea } from '@wechatpay-kit/catalogue'
import { decide } from '../generate/facts.mjs'

/**
 * @typedef {object} KnownOperation
 * @property {string} name - `POST v3/refund/domestic/refunds`, by which types, lists and facts are told to be of the same.
 * @property {string} area - of the catalogue.
 * @property {CatalogueOperation} facts
 * @property {import('../generate/facts.mjs').Decision} decision
 */

/** Reads all operations of the catalogue, those that are left out too. @returns {Promise<readonly KnownOperation[]>} */
export async function readOperations() {
  const found = []
  for (const area of areas) {
    for (const facts of await readArea(area)) {
      found.push({ name: nameOperation(facts), area, facts, decision: decide(facts) })
    }
  }
  return found
}

/** Names an operation, with or without the slash before its path. @param {{ readonly method: string, readonly path: string }} operation */
export function nameOperation({ method, path }) {
  return `${method} ${path.replace(/^\//, '')}`
}

/**
 * Lists the named fields of a value, at any depth: `amount.total`, `goods_detail[].goods_id`. Those inside of texts that
 * hold JSON are no fields of its type.
 *
 * @param {CatalogueNode | undefined} node
 * @param {string} place - of the value.
 * @param {boolean} [isOpen] - whether sources disagree about the type of something around, in which nothing is checked.
 * @returns {{ place: string, field: CatalogueNode, isOpen: boolean }[]}
 */
function listFields(node, place, isOpen = false) {
  const isOpenInside = isOpen || node?.typeDisputed === true
  if (node?.items) return listFields(node.items, `${place}[]`, isOpenInside)
  return Object.entries(node?.fields ?? {}).flatMap(([name, field]) => {
    const at = `${place}.${name}`
    return [{ place: at, field, isOpen: isOpenInside }, ...listFields(field, at, isOpenInside)]
  })
}

/** The parts of an operation that have fields; `json` is the `meta` of an upload too. @param {CatalogueOperation} facts */
export function listParts({ params = [], query = [], form, json, response }) {
  const meta = form?.find(({ name }) => name === 'meta')?.contains
  const success = Object.values(response).find((node) => node !== null)
  const named = (/** @type {readonly NamedNode[]} */ nodes, /** @type {string} */ part) =>
    nodes.flatMap(({ name, ...field }) => [
      { place: `${part}.${name}`, field, isOpen: false },
      ...listFields(field, `${part}.${name}`),
    ])
  return {
    params: named(params, 'params'),
    query: named(query, 'query'),
    json: listFields(json ?? meta, 'json'),
    response: listFields(success ?? undefined, 'response'),
  }
}
