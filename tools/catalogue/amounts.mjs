// Gives amounts the unit that a document states for a whole call, a resource or a product, by names of fields.

/** @typedef {Record<string, any>} Json */
/** @typedef {{ paths?: string[], events?: string[], source: string, fen: string[] }} Amounts What of the overlay says so; which of the records: those at the paths and below them, or with the events */

/**
 * Writes `unit: 'fen'` on the numbers of these names, wherever they stand in the records and no unit is known. Names that
 * nothing has, or whose unit is known everywhere, are of no use.
 *
 * @param {Json[]} records - are changed.
 * @param {Amounts} amounts
 * @returns {string[]} the paths, events and names that are of no use.
 */
export function giveUnit(records, { paths = [], events = [], fen }) {
  const unused = new Set([...paths, ...events, ...fen])
  /** @param {string} name @param {Json} node */
  const visit = (name, node) => {
    if (fen.includes(name) && !node['unit'] && (node['type'] === 'integer' || node['type'] === 'number')) {
      node['unit'] = 'fen'
      unused.delete(name)
    }
    for (const [inner, child] of Object.entries(node['fields'] ?? {})) visit(inner, child)
    if (node['items']) visit(name, node['items'])
    if (node['contains']) visit('', node['contains'])
  }
  for (const record of records) {
    const path = paths.find((above) => record['path'] === above || record['path']?.startsWith(`${above}/`))
    const reason = path ?? events.find((event) => record['events']?.includes(event))
    if (reason === undefined) continue
    unused.delete(reason)
    for (const node of listRoots(record)) visit(node['name'] ?? '', node)
  }
  return [...unused]
}

/** Every node of a record that stands in no other. @param {Json} record @returns {Json[]} */
function listRoots({ query = [], form = [], json, response = {}, resource }) {
  return [...query, ...form, json, ...Object.values(response), resource].filter((node) => node)
}
