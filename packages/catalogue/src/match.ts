import type { CatalogueNode, CatalogueOperation, NamedNode } from './records.ts'
import { hasParts, isCallOf, readPath, removeEnding } from './words.ts'

/** Rank of a word's match with an operation. */
export interface Match {
  /** The lower, the better. */
  readonly rank: number
  /** Order inside a rank: length of the title, segments of the path, depth of the field. */
  readonly distance: number
  readonly matched: 'field' | 'path' | 'product' | 'title'
  readonly field?: string
}

/** The best match of a word, which is in lower case; `undefined` where nothing matches. */
export function matchWord(word: string, operation: CatalogueOperation): Match | undefined {
  const { title, english = title, tags = [] } = operation
  const titles = [title, english].map((one) => one.toLowerCase())
  const distances = {
    title: removeEnding(title).length,
    path: countSegments(operation),
    product: 0,
    field: 0,
  }
  const is = (rank: number, matched: Match['matched']): Match => ({ rank, distance: distances[matched], matched })
  const own = operation.path.toLowerCase()
  const { method, target } = readPath(word)
  if (method !== '' && method !== operation.method.toLowerCase()) return undefined
  if (own === `/${target}`) return is(0, 'path')
  if (isCallOf(target, own)) return is(1, 'path')
  if (method !== '') return own.includes(target) ? is(5, 'path') : undefined
  if (titles.some((one) => removeEnding(one) === removeEnding(word))) return is(2, 'title')
  if (titles.some((one) => one.includes(word))) return is(3, 'title')
  if (titles.some((one) => hasParts(word, one))) return is(4, 'title')
  const segments = `${own.replace(/[{}]/g, '')}/`
  if (segments.includes(`/${target.replace(/[{}]/g, '')}/`)) return is(5, 'path')
  if (tags.some((tag) => tag.toLowerCase() === word)) return is(6, 'product')
  if (tags.some((tag) => tag.toLowerCase().includes(word))) return is(7, 'product')
  const field = matchFields(word, operation)
  if (field && field.rank < 10) return field
  return own.includes(word) ? is(10, 'path') : field
}

/** The number of segments of an operation's path. */
export function countSegments({ path }: CatalogueOperation): number {
  return path.split('/').length
}

/** The best match among the fields; of equal ones, the nearest to the root. */
function matchFields(word: string, operation: CatalogueOperation): Match | undefined {
  let best: Match | undefined
  const visit = (name: string, node: CatalogueNode, field: string, depth: number): void => {
    const rank = rankField(word, name.toLowerCase(), node)
    if (rank !== undefined && (!best || rank < best.rank || (rank === best.rank && depth < best.distance)))
      best = { rank, distance: depth, matched: 'field', field }
    visitInside(node, field, depth)
  }
  const visitInside = (node: CatalogueNode, field: string, depth: number): void => {
    for (const [name, child] of Object.entries(node.fields ?? {})) visit(name, child, `${field}.${name}`, depth + 1)
    if (node.items) visitInside(node.items, `${field}[]`, depth)
    if (node.contains) visitInside(node.contains, field, depth)
  }
  const { params = [], query = [], headers = [], form = [], json, response } = operation
  const places: Readonly<Record<string, readonly NamedNode[]>> = { params, query, headers, form }
  for (const [place, nodes] of Object.entries(places))
    for (const node of nodes) visit(node.name, node, `${place}.${node.name}`, 1)
  if (json) visitInside(json, 'json', 0)
  for (const node of Object.values(response)) if (node) visitInside(node, 'response', 0)
  return best
}

function rankField(word: string, name: string, { term = '', english = '' }: CatalogueNode): number | undefined {
  const terms = [term, english].map((one) => one.toLowerCase())
  if (name === word) return 8
  if (terms.includes(word)) return 9
  return [name, ...terms].some((one) => one.includes(word)) ? 11 : undefined
}
