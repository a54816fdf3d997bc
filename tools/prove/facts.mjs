// The facts against which generated operations are proved: each operation once, with the list in which it must stand.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
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
 * Counts the named fields of a value, at any depth; those inside of texts that hold JSON are no fields of its type.
 *
 * @param {CatalogueNode | undefined} node
 * @param {(field: CatalogueNode) => boolean} [test] - of the fields that count; asked about the items of a list too.
 * @returns {number}
 */
export function countFields(node, test = () => true) {
  if (!node) return 0
  let count = 0
  for (const field of Object.values(node.fields ?? {})) {
    if (test(field) || (field.items && !field.items.fields && test(field.items))) count += 1
    count += countFields(field, test)
  }
  return count + countFields(node.items, test)
}
