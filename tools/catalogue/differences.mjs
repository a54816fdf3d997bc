// Compares operations of the catalogue with those of a description, field by field.

/** @typedef {import('@wechatpay-kit/catalogue').CatalogueNode} CatalogueNode */
/** @typedef {import('@wechatpay-kit/catalogue').CatalogueOperation} CatalogueOperation */
/** @typedef {{ method: string, path: string, title: string }} Named */

/** The nodes of a catalogue's operation by place: `json`, `query.limit`, `response`. @param {CatalogueOperation} operation @returns {Map<string, CatalogueNode>} */
export function placesOf(operation) {
  const places = new Map()
  for (const place of /** @type {const} */ (['params', 'query', 'headers', 'form'])) {
    for (const node of operation[place] ?? []) places.set(`${place}.${node.name}`, node)
  }
  if (operation.json) places.set('json', operation.json)
  const response = Object.values(operation.response).find((node) => node !== null)
  if (response) places.set('response', response)
  return places
}

/** Differences of one operation, a line each. @param {Map<string, CatalogueNode>} ours @param {Map<string, CatalogueNode>} theirs @returns {string[]} */
export function compareNodes(ours, theirs) {
  const [before, after] = [flatten(ours), flatten(theirs)]
  const lines = []
  for (const [place, node] of after) {
    const known = before.get(place)
    if (node.type === 'any') continue
    if (known === undefined) lines.push(`  + ${place} ${describe(node)}`)
    else lines.push(...compareNode(known, node).map((change) => `  ~ ${place} ${change}`))
  }
  for (const [place, node] of before) {
    // A body of which the description knows nothing.
    if (place === 'json' && Object.values(node.fields ?? {}).every(({ undescribed }) => undescribed)) continue
    const owner = after.get(ownerOf(place))
    // Of a value that is described no further, nothing is told about what is inside.
    const isTold = owner === undefined || (place.endsWith('[]') ? owner.items : owner.type !== 'any')
    if (!after.has(place) && isTold && !isUndescribed(place, before)) lines.push(`  - ${place} ${describe(node)}`)
  }
  return lines
}

/** The place that holds a place: `json.list[]` of `json.list[].name`. @param {string} place */
function ownerOf(place) {
  return place.endsWith('[]') ? place.slice(0, -2) : place.slice(0, Math.max(place.lastIndexOf('.'), 0))
}

/** Tells if a node, or one that holds it, is unknown to the description. @param {string} place @param {Map<string, CatalogueNode>} nodes @returns {boolean} */
function isUndescribed(place, nodes) {
  return nodes.get(place)?.undescribed === true || (place !== '' && isUndescribed(ownerOf(place), nodes))
}

/**
 * Lists the changes of a node. Where the catalogue was settled against the description, that says
 * nothing new, and a number may be an integer.
 * @param {CatalogueNode} before @param {CatalogueNode} after
 */
function compareNode(before, after) {
  const changes = []
  if (before.undescribed) changes.push('is described now')
  const isSameType = before.type === after.type || (before.type === 'integer' && after.type === 'number')
  if (!isSameType && !before.typeDisputed) changes.push(`type ${before.type} → ${after.type}`)
  if (Boolean(before.required) !== Boolean(after.required) && !before.requiredDisputed && !before.unconfirmed)
    changes.push(after.required ? 'optional → required' : 'required → optional')
  if (Boolean(before.encrypted) !== Boolean(after.encrypted) && !before.encryptedDisputed)
    changes.push(after.encrypted ? 'plain → encrypted' : 'encrypted → plain')
  const [old, now] = [before.enum ?? [], after.enum ?? []].map((values) => values.map(String))
  const added = now?.filter((value) => !old?.includes(value)) ?? []
  const removed = before.enumDisputed ? [] : (old?.filter((value) => !now?.includes(value)) ?? [])
  if (added.length > 0) changes.push(`values + ${added.join(', ')}`)
  if (removed.length > 0) changes.push(`values - ${removed.join(', ')}`)
  return changes
}

/** Every node below the places, by its own place; `[]` marks the items of a list. @param {Map<string, CatalogueNode>} places */
function flatten(places) {
  /** @type {Map<string, CatalogueNode>} */
  const found = new Map()
  /** @param {string} at @param {CatalogueNode} node */
  const visit = (at, node) => {
    found.set(at, node)
    for (const [name, child] of Object.entries(node.fields ?? {})) visit(`${at}.${name}`, child)
    if (node.items) visit(`${at}[]`, node.items)
  }
  for (const [place, node] of places) visit(place, node)
  return found
}

/** @param {CatalogueNode} node */
function describe({ type, required, encrypted }) {
  return [type, required ? 'required' : '', encrypted ? 'encrypted' : ''].filter(Boolean).join(' ')
}

/** @param {Named} operation */
export function nameOf({ method, path, title }) {
  return [method, path, title].filter(Boolean).join(' ')
}
