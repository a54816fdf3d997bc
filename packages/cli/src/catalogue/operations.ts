import {
  areas,
  type CatalogueArea,
  CatalogueError,
  type CatalogueOperation,
  findOperations,
  readArea,
} from '@wechatpay-kit/catalogue'
import type { CommandContext } from '../command.ts'
import { CommandError, UsageError } from '../errors.ts'
import type { Language } from '../language.ts'
import { formatColumns } from '../table.ts'

/** An operation in a list: where it is, and by what it was found. */
interface Listed {
  readonly area: CatalogueArea
  readonly operation: CatalogueOperation
  readonly matched?: string
  readonly field?: string
}

/** Results of a search, where nobody names another number. */
const LIMIT = 20

/** Lists the operations that the words find, or all of them. */
export async function listOperations(
  words: readonly string[],
  { limit, area }: { readonly limit?: string; readonly area?: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const searched = area === undefined ? areas : area.map(readAreaName)
  const text = words.join(' ').trim()
  const count = readLimit(limit) ?? (text === '' ? undefined : LIMIT)
  const all = await find(text, searched, count === undefined ? undefined : count + 1)
  const found = all.slice(0, count)
  if (found.length === 0)
    throw new CommandError(
      'NOTHING_FOUND',
      'No operation has all of these words. Leave one out: titles, paths, products, fields and their terms are searched.',
    )
  const operations = found.map(({ operation: { method, path, title, english, doc }, ...rest }) => ({
    ...{ method, path, title, english, doc },
    ...rest,
  }))
  const { cyan, dim } = context.colors
  if (all.length > found.length)
    context.note(
      context.say({
        en: `There are more than ${found.length}. Add a word, or --limit ${found.length * 5}.`,
        zh: `结果超过 ${found.length} 个。请增加搜索词，或使用 --limit ${found.length * 5}。`,
      }),
    )
  context.print({ operations }, () =>
    formatColumns(
      found.map(({ operation, field }) => [
        cyan(operation.method),
        operation.path,
        formatTitle(operation, context.language) + (field === undefined ? '' : ` ${dim(field)}`),
      ]),
    ),
  )
}

/** The title of an operation in the user's language, or else in Chinese. */
export function formatTitle({ title, english, deprecated }: CatalogueOperation, language: Language): string {
  const shown = language === 'en' ? (english ?? title) : title
  const ended = { en: ' (ended)', zh: '（已下线）' }[language]
  return deprecated ? shown + ended : shown
}

async function find(text: string, searched: readonly CatalogueArea[], limit?: number): Promise<readonly Listed[]> {
  if (text !== '') {
    try {
      return await findOperations(text, { areas: searched, ...(limit === undefined ? {} : { limit }) })
    } catch (error) {
      throw error instanceof CatalogueError ? new UsageError(error.message, error.code) : error
    }
  }
  const all = await Promise.all(
    searched.map(async (area) => (await readArea(area)).map((operation) => ({ area, operation }))),
  )
  return all.flat().slice(0, limit)
}

function readAreaName(name: string): CatalogueArea {
  const found = areas.find((area) => area === name)
  if (found) return found
  throw new UsageError(`There is no area ${name}. Name one of these: ${areas.join(', ')}.`)
}

function readLimit(limit: string | undefined): number | undefined {
  if (limit === undefined) return undefined
  if (/^[1-9]\d{0,5}$/.test(limit)) return Number(limit)
  throw new UsageError(`The limit is ${limit}. Give a whole number from 1.`)
}
