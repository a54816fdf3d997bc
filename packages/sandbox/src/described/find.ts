import { areas, type CatalogueArea, readArea } from '@wechatpay-kit/catalogue'
import { type Description, describeOperation } from './description.ts'

/** A part of the index: what may follow the beginning of a path, one segment after the other. */
interface Branch {
  readonly literals: Map<string, Branch>
  /** Branch behind a variable. */
  variable: Branch | undefined
  /** The operations whose path ends here, by method. */
  readonly descriptions: Map<string, Description>
}

/** The indexes that were needed so far, by the areas that they hold. */
const indexes = new Map<string, Promise<Branch>>()

/**
 * Finds what the catalogue says of a call; gives the status of WeChat Pay's web server where it says nothing: 404, or 405
 * where it knows the path under other methods. The area of the path is loaded at the first call of it, and no other.
 * Operations that were withdrawn are not found.
 *
 * @param method - in capital letters
 * @param path - from the first slash, without the query, as a URL has it
 */
export async function findDescription(method: string, path: string): Promise<Description | 404 | 405> {
  const segments = path.split('/')
  const found = walk(await readIndex(listAreas(segments)), segments)
  for (const { descriptions } of found) {
    const description = descriptions.get(method)
    if (description) return description
  }
  return found.length > 0 ? 405 : 404
}

/** Lists the areas that may hold a path. */
function listAreas([, root = '', name = '']: readonly string[]): readonly CatalogueArea[] {
  if (root === 'brand') return ['official-only']
  const area = areas.find((one) => one === (root === 'v3' ? name : root))
  if (!area) return []
  return area === 'marketing' ? [area, 'official-only'] : [area]
}

function readIndex(named: readonly CatalogueArea[]): Promise<Branch> {
  const key = named.join()
  const index = indexes.get(key) ?? createIndex(named)
  indexes.set(key, index)
  return index
}

async function createIndex(named: readonly CatalogueArea[]): Promise<Branch> {
  const root = createBranch()
  for (const operation of (await Promise.all(named.map(readArea))).flat()) {
    if (operation.deprecated?.kind === 'withdrawn') continue
    let branch = root
    for (const segment of operation.path.split('/')) branch = grow(branch, segment)
    // Two records of one path differ in the name of its variable, which WeChat Pay tells by the value: the last one stands.
    branch.descriptions.set(operation.method, describeOperation(operation))
  }
  return root
}

function createBranch(): Branch {
  return { literals: new Map(), variable: undefined, descriptions: new Map() }
}

/** Gives the branch behind a segment of a documented path. */
function grow(branch: Branch, segment: string): Branch {
  if (segment.startsWith('{')) {
    branch.variable ??= createBranch()
    return branch.variable
  }
  const next = branch.literals.get(segment) ?? createBranch()
  branch.literals.set(segment, next)
  return next
}

/** Lists the ends of a path that have operations; those with fewer variables first. */
function walk(branch: Branch, segments: readonly string[], at = 0): readonly Branch[] {
  const segment = segments[at]
  if (segment === undefined) return branch.descriptions.size > 0 ? [branch] : []
  const next = [branch.literals.get(segment), segment === '' ? undefined : branch.variable]
  return next.flatMap((one) => (one ? walk(one, segments, at + 1) : []))
}
