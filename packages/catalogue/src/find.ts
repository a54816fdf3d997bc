import { areas, type CatalogueArea } from './areas.ts'
import { CatalogueError } from './errors.ts'
import { countSegments, type Match, matchWord } from './match.ts'
import { readArea } from './read.ts'
import type { CatalogueOperation } from './records.ts'
import { readWords } from './words.ts'

const MAX_LENGTH = 200

/** Options of {@link findOperations}. */
export interface FindOptions {
  /** Greatest number of results; default 20. */
  readonly limit?: number
  /** Areas to search in; default all. Only these are loaded. */
  readonly areas?: readonly CatalogueArea[]
}

/** One result of {@link findOperations}. */
export interface FoundOperation {
  /** Area that has the operation. */
  readonly area: CatalogueArea
  /** The operation. */
  readonly operation: CatalogueOperation
  /** Part of the operation that matched; with several words, the one that matched least. */
  readonly matched: 'field' | 'path' | 'product' | 'title'
  /** Place of the field that matched, such as `json.amount.total`. */
  readonly field?: string
}

/**
 * Finds operations by path, title, product (`tags`), field name or term of a field, in any case; titles and terms in
 * Chinese, and in English where they have one. 订单查询 finds 查询订单 too. Several words, separated by blanks, must all match. The search loads the areas that it looks into, once.
 *
 * Order: the path itself (a whole URL, a method before it and values in place of variables are understood); the title
 * itself; a part of the title; the parts of a Chinese word in another order in the title; segments of the path; the product; a part of it; a field of that name, then of that term;
 * any part of the path; a part of a field's name or term. Of equals, those still in use come first; then
 * those of the host `api.mch.weixin.qq.com`; the shorter title, the path of
 * fewer segments, the field nearer to the root; then areas and records in their own order.
 *
 * @param text - 1 to 200 characters
 * @throws {@link CatalogueError} `SEARCH_INVALID` where text or limit is none; `AREA_UNKNOWN` for an unknown area
 *
 * @example
 * ```ts
 * import { findOperations } from '@wechatpay-kit/catalogue'
 *
 * for (const { operation, matched, field } of await findOperations('变更资格', { limit: 3 }))
 *   console.log(operation.method, operation.path, operation.title, matched, field)
 * ```
 */
export async function findOperations(text: string, options: FindOptions = {}): Promise<readonly FoundOperation[]> {
  const { limit = 20, areas: searched = areas } = options
  const words = readSearch(text)
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new CatalogueError('SEARCH_INVALID', `The limit is ${String(limit)}. Pass a whole number from 1.`)
  const groups = await Promise.all(searched.map(async (area) => ({ area, operations: await readArea(area) })))
  const found = groups.flatMap(({ area, operations }) =>
    operations.flatMap((operation) => {
      const match = matchAll(words, operation)
      return match ? [{ area, operation, match }] : []
    }),
  )
  found.sort(compare)
  return found.slice(0, limit).map(({ area, operation, match: { matched, field } }) => ({
    area,
    operation,
    matched,
    ...(field === undefined ? {} : { field }),
  }))
}

function readSearch(text: string): string[] {
  const found = typeof text === 'string' ? `${text.trim().length} characters` : typeof text
  if (typeof text !== 'string' || text.trim() === '' || text.length > MAX_LENGTH)
    throw new CatalogueError(
      'SEARCH_INVALID',
      `The text to search for has ${found}. Pass 1 to ${MAX_LENGTH}: a path, a title, a product or a field.`,
    )
  const words = readWords(text)
  const [first = '', ...rest] = words
  return rest.length > 0 && /^(delete|get|patch|post|put)$/.test(first) && rest.some((word) => word.includes('/'))
    ? [`${first} ${rest[0]}`, ...rest.slice(1)]
    : words
}

/** The weakest match of the words, if every word matches. */
function matchAll(words: readonly string[], operation: CatalogueOperation): Match | undefined {
  let weakest: Match | undefined
  for (const word of words) {
    const match = matchWord(word, operation)
    if (!match) return undefined
    if (!weakest || match.rank > weakest.rank) weakest = match
  }
  return weakest
}

interface Candidate {
  readonly operation: CatalogueOperation
  readonly match: Match
}

function compare(a: Candidate, b: Candidate): number {
  const ended = ({ operation }: Candidate) => (operation.deprecated ? 1 : 0)
  const elsewhere = ({ operation }: Candidate) => (operation.host ? 1 : 0)
  return (
    a.match.rank - b.match.rank ||
    ended(a) - ended(b) ||
    elsewhere(a) - elsewhere(b) ||
    a.match.distance - b.match.distance ||
    countSegments(a.operation) - countSegments(b.operation)
  )
}
