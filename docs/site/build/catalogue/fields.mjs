// The rows of a table: a field and all that is in it, in the order of the document.
/** @import { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue' */

/**
 * @typedef {object} FieldRow
 * @property {string} name - on the wire.
 * @property {number} depth - 0 for the outermost.
 * @property {string} type - `string`, `object[]`.
 * @property {CatalogueNode} node - its own facts, such as `required`.
 * @property {CatalogueNode & { note?: string }} item - the facts of its value; of a list, those of an item; and a note of ours.
 */

/**
 * Lists a field and all fields below it.
 *
 * @param {string} name
 * @param {CatalogueNode} node
 * @param {number} [depth]
 * @returns {FieldRow[]}
 */
function listRows(name, node, depth = 0) {
  const { item, suffix } = openLists(node)
  return [
    { name, depth, type: `${item.type}${suffix}`, node, item },
    ...Object.entries(readInner(item)).flatMap(([key, field]) => listRows(key, field, depth + 1)),
  ]
}

/** The fields of an item: its own, and those of the JSON inside of its text. @param {CatalogueNode} item */
function readInner(item) {
  return { ...item.fields, ...(item.contains ? openLists(item.contains).item.fields : {}) }
}

/** Goes into lists: their item, and a pair of brackets for each. @param {CatalogueNode} node @returns {{ item: CatalogueNode, suffix: string }} */
function openLists(node) {
  if (node.type !== 'array' || !node.items) return { item: node, suffix: '' }
  const { item, suffix } = openLists(node.items)
  return { item, suffix: `${suffix}[]` }
}

/** Parts of a request, in the order of the table. */
const PARTS = /** @type {const} */ (['params', 'query', 'json', 'form', 'headers'])

/**
 * Lists the rows of a request: one for each part, with its fields below it.
 *
 * @param {CatalogueOperation} operation
 * @returns {FieldRow[]}
 */
export function listRequestRows(operation) {
  return PARTS.flatMap((part) => {
    const node = readPart(operation, part)
    return node ? listRows(part, node) : []
  })
}

/** @param {CatalogueOperation} operation @param {typeof PARTS[number]} part @returns {CatalogueNode | undefined} */
function readPart(operation, part) {
  if (part === 'json') return operation.json && { ...operation.json, required: true }
  const nodes = operation[part] ?? []
  if (nodes.length === 0) return undefined
  const fields = Object.fromEntries(nodes.map(({ name, ...node }) => [name, node]))
  return { type: 'object', fields, ...(nodes.some(({ required }) => required) ? { required: true } : {}) }
}

/** Lists the rows of a response or of a resource: its fields, or itself where it has none. @param {CatalogueNode} node @returns {FieldRow[]} */
export function listResponseRows(node) {
  const fields = Object.entries(node.fields ?? {})
  return fields.length > 0 ? fields.flatMap(([name, field]) => listRows(name, field)) : listRows('·', node)
}
