// What the page of an operation has to say, read from the catalogue's records by code of its own.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */

/**
 * A row of a table as it is read from a page.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {number} depth
 * @property {boolean} required
 * @property {boolean} encrypted
 * @property {string} type
 * @property {string} form - of the value, such as `rfc3339`.
 * @property {string} term
 * @property {readonly string[]} values - documented ones.
 * @property {readonly string[]} notes - limits and unit.
 */

/** @typedef {'zh' | 'en'} Language */

/** @type {Readonly<Record<string, Readonly<Record<Language, string>>>>} */
const WORDS = {
  fen: { zh: '单位：分', en: 'in fen' },
  yuan: { zh: '单位：元', en: 'in yuan' },
  characters: { zh: '个字符', en: 'characters' },
  items: { zh: '项', en: 'items' },
}

/** The rows of the request's table, but for those of the parts. @param {CatalogueOperation} operation @param {Language} language @returns {Row[]} */
export function expectRequest({ params = [], query = [], json, form = [], headers = [] }, language) {
  /** @type {Row[]} */
  const rows = []
  for (const node of [...params, ...query]) expectField(node.name, node, 1, language, rows)
  if (json) expectInner(json, 1, language, rows)
  for (const node of [...form, ...headers]) expectField(node.name, node, 1, language, rows)
  return rows
}

/** The rows of a response's table. @param {CatalogueNode} node @param {Language} language @returns {Row[]} */
export function expectResponse(node, language) {
  /** @type {Row[]} */
  const rows = []
  if (node.fields && Object.keys(node.fields).length > 0) expectInner(node, 0, language, rows)
  else expectField('·', node, 0, language, rows)
  return rows
}

/** @param {CatalogueNode} node @param {number} depth @param {Language} language @param {Row[]} rows */
function expectInner(node, depth, language, rows) {
  let inner = node
  while (inner.type === 'array' && inner.items) inner = inner.items
  for (const name in inner.fields) {
    const field = inner.fields[name]
    if (field) expectField(name, field, depth, language, rows)
  }
  if (inner.contains) expectInner(inner.contains, depth, language, rows)
}

/** @param {string} name @param {CatalogueNode} node @param {number} depth @param {Language} language @param {Row[]} rows */
function expectField(name, node, depth, language, rows) {
  let value = node
  let lists = 0
  while (value.type === 'array' && value.items) {
    value = value.items
    lists += 1
  }
  rows.push({
    name,
    depth,
    required: node.required === true,
    encrypted: value.encrypted === true,
    type: value.type + '[]'.repeat(lists),
    form: value.format ?? '',
    term: expectTerm(node, language),
    values: (value.enum ?? []).map(String),
    notes: expectNotes(node, value, language),
  })
  expectInner(node, depth + 1, language, rows)
}

/** @param {CatalogueNode} node @param {Language} language */
function expectTerm({ term = '', english = '' }, language) {
  if (language === 'zh') return term || english
  return english && term ? `${english} · ${term}` : english || term
}

/** @param {CatalogueNode} node @param {CatalogueNode} value @param {Language} language */
function expectNotes(node, value, language) {
  const unit = node.unit ?? value.unit
  const range = (/** @type {number | undefined} */ from, /** @type {number | undefined} */ to) => {
    if (from !== undefined && to !== undefined) return `${from}–${to}`
    return from !== undefined ? `≥ ${from}` : to !== undefined ? `≤ ${to}` : ''
  }
  const characters = range(value.minLength, value.maxLength)
  const items = node.type === 'array' ? range(node.minItems ?? value.minItems, node.maxItems ?? value.maxItems) : ''
  return [
    unit ? WORDS[unit]?.[language] : '',
    characters ? `${characters} ${WORDS['characters']?.[language]}` : '',
    range(value.minimum, value.maximum),
    items ? `${items} ${WORDS['items']?.[language]}` : '',
  ].flatMap((note) => note || [])
}
