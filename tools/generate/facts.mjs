// The decisions about the facts of the catalogue: which operations are generated, and what of them can be relied on.
/** @import { CatalogueNode, CatalogueOperation, NamedNode } from '@wechatpay-kit/catalogue' */

/** Operations that are written by hand, and win. */
const BY_HAND = /^\/v3\/(gov\/subsidy\/zhejiang\/|security\/echo$)/

/** The same call under another variable's name: WeChat Pay tells by the value whose number it is. */
const SAME_CALL = new Set(['POST /v3/apply4subject/applyment/{applyment_id}/cancel'])

/** @typedef {{ kind: 'generated' | 'by hand' } | { kind: 'left out', reason: string }} Decision */

/** Decides what becomes of an operation. @param {CatalogueOperation} operation @returns {Decision} */
export function decide({ method, path, deprecated }) {
  if (deprecated?.kind === 'withdrawn') return { kind: 'left out', reason: 'withdrawn' }
  if (SAME_CALL.has(`${method} ${path}`)) {
    return { kind: 'left out', reason: 'the same call as with {business_code}; the value tells whose number it is' }
  }
  return { kind: BY_HAND.test(path) ? 'by hand' : 'generated' }
}

/** Tells whether a field of a request is demanded: the documents do, and no source disagrees. @param {CatalogueNode} field */
export function isDemanded(field) {
  return field.required === true && field.requiredDisputed !== true
}

/** Tells whether a field of a response can be relied on: WeChat Pay's own code has it, and nobody disputes it. @param {CatalogueNode} field @param {CatalogueOperation} operation */
export function isReliable(field, operation) {
  return isDemanded(field) && operation.official === true && field.unconfirmed !== true
}

/** Gives the JSON of the response to a call that succeeded; `undefined` if it has no content. @param {CatalogueOperation} operation */
export function findResponse({ response }) {
  const [, node] = Object.entries(response).find(([status]) => status.startsWith('2')) ?? []
  return node ?? undefined
}

/** Makes an object of named nodes, such as the members of a query. @param {readonly NamedNode[] | undefined} nodes @returns {CatalogueNode | undefined} */
export function toObject(nodes) {
  if (!nodes?.length) return undefined
  return { type: 'object', fields: Object.fromEntries(nodes.map(({ name, ...node }) => [name, node])) }
}

/** Gives the parts of an upload's form: its `meta`, the name of the file, and what else it has. @param {CatalogueOperation} operation */
export function readForm({ form = [] }) {
  const meta = form.find(({ name }) => name === 'meta')
  const file = form.find(({ type }) => type === 'file')
  return {
    meta: meta?.contains,
    file: file?.name,
    fields: toObject(form.filter((part) => part !== meta && part !== file)),
  }
}

/** Headers that a caller has to give; the client sets the others. @param {CatalogueOperation} operation */
export function listNeededHeaders({ headers = [] }) {
  return headers.filter((header) => header.name !== 'Wechatpay-Serial' && isDemanded(header)).map(({ name }) => name)
}

/** The path of an operation's file below `src`, without its ending. @param {string} path */
export function toFile(path) {
  return path.replace(/^\/|\/$/g, '').replace(/\{([^}]*)\}/g, '_$1_')
}
