// Corrects one node of a record, and keeps the record's list of encrypted places true.

/** @typedef {Record<string, any>} Json */

/** Members that narrow a value or say more of it, and contradict nothing where they were unknown. */
const ADDITIONS = ['maxLength', 'minLength', 'pattern', 'minimum', 'maximum', 'minItems', 'maxItems', 'unit', 'format']

/** Limits, which a client may hold callers to only where a document states them. */
const LIMITS = ['maxLength', 'minLength', 'minimum', 'maximum']

/** The node at a place such as `json.list[].name`; JSON inside a text is walked like fields. @param {Json} record @param {string} place @returns {Json | undefined} */
export function findNode(record, place) {
  const [head = '', ...steps] = place.split('.')
  let node
  if (head === 'json') node = record['json']
  else if (head === 'response') node = Object.values(record['response']).find((value) => value !== null)
  else {
    const name = steps.shift()
    node = record[head]?.find((/** @type {Json} */ named) => named['name'] === name)
  }
  for (const step of steps) {
    const [, name = '', lists = ''] = /^([^[]*)((?:\[\])*)$/.exec(step) ?? []
    node = (node?.['contains'] ?? node)?.fields?.[name]
    for (let count = lists.length / 2; count > 0; count--) node = node?.items
  }
  return node
}

/**
 * Changes a node; `null` removes a member. Where the description said otherwise, the node names the source. Tells if
 * every change made a difference.
 * @param {Json} node @param {Json} changes @param {string} source
 */
export function correctNode(node, changes, source) {
  let isCorrection = false
  for (const [name, value] of Object.entries(changes)) {
    if (JSON.stringify(node[name] ?? null) === JSON.stringify(value)) return false
    if (name in node || !ADDITIONS.includes(name)) isCorrection = true
    if (value === null) delete node[name]
    else node[name] = value
  }
  if (isCorrection) node['corrected'] = source
  if (LIMITS.some((name) => (changes[name] ?? null) !== null)) node['limited'] = source
  return Object.keys(changes).length > 0
}

/**
 * Adds a field that the description lacks, behind the others of its object. Tells if there is such an object, and the
 * field has a type.
 * @param {Json} record @param {string} place @param {Json} field @param {string} source
 */
export function addNode(record, place, field, source) {
  const split = place.lastIndexOf('.')
  const fields = findNode(record, place.slice(0, split))?.['fields']
  if (fields === undefined || field['type'] === undefined) return false
  fields[place.slice(split + 1)] = { ...field, corrected: source }
  return true
}

/** Writes the places of encrypted texts anew. @param {Json} record */
export function listEncrypted(record) {
  /** @type {Json} */
  const found = { request: [], response: [] }
  /** @param {string} at @param {Json} node @param {string} side */
  const visit = (at, node, side) => {
    if (node['encrypted']) found[side].push(at)
    for (const [name, child] of Object.entries(node['fields'] ?? {})) visit(`${at}.${name}`, child, side)
    if (node['items']) visit(`${at}[]`, node['items'], side)
  }
  for (const place of ['params', 'query', 'headers', 'form'])
    for (const node of record[place] ?? []) visit(`${place}.${node['name']}`, node, 'request')
  if (record['json']) visit('json', record['json'], 'request')
  for (const node of Object.values(record['response'])) if (node) visit('response', node, 'response')
  const listed = Object.fromEntries(Object.entries(found).filter(([, places]) => places.length > 0))
  if (sortPlaces(listed) === sortPlaces(record['encrypted'] ?? {})) return
  if (Object.keys(listed).length > 0) record['encrypted'] = listed
  else delete record['encrypted']
}

/** @param {Json} encrypted */
function sortPlaces({ request = [], response = [] }) {
  return JSON.stringify([[...request].sort(), [...response].sort()])
}
