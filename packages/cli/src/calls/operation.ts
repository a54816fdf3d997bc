import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClientOptions } from '@wechatpay-kit/client'

/** An operation that `@wechatpay-kit/endpoints` describes. */
export type KnownOperation = NonNullable<ClientOptions['operations']>[number]

/** An operation, and the values of the variables in a path. */
export interface FoundOperation {
  readonly operation: KnownOperation
  readonly params: Readonly<Record<string, string>>
}

/** The parts of `@wechatpay-kit/endpoints` that have a file for each path. */
const ROOTS = ['v3', 'hk', 'global', 'brand']

/** Folder of the compiled operations: a file for each path, of the path's name; a variable is `_name_`. */
const folder = dirname(fileURLToPath(import.meta.resolve('@wechatpay-kit/endpoints')))

/**
 * Finds the operation that describes a call, and loads its module and no other.
 *
 * @param path - without a slash at its beginning: `v3/pay/transactions/id/4200001`
 */
export async function findOperation(method: string, path: string): Promise<FoundOperation | undefined> {
  const segments = path.replace(/\/$/, '').split('/')
  if (!ROOTS.includes(segments[0] ?? '')) return undefined
  for (const names of await walk(folder, segments)) {
    const module = (await import(`@wechatpay-kit/endpoints/${names.join('/')}`)) as Record<string, KnownOperation>
    const operation = module[METHODS[method] ?? '']
    if (!operation) continue
    const variables = names.flatMap((name, index) =>
      isVariable(name) ? [[name.slice(1, -1), decode(segments[index])]] : [],
    )
    return { operation, params: Object.fromEntries(variables) }
  }
  return undefined
}

/** Names under which modules export the operations of their path. */
const METHODS: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** Lists the files that describe a path, as the names that lead to them; those with fewer variables first. */
async function walk(parent: string, [segment = '', ...rest]: readonly string[]): Promise<string[][]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => [])
  const isLast = rest.length === 0
  const found: string[][] = []
  const matching = entries
    .filter((entry) => (isLast ? entry.isFile() && entry.name.endsWith('.js') : entry.isDirectory()))
    .map(({ name }) => (isLast ? name.slice(0, -3) : name))
    .filter((name) => name === segment || (isVariable(name) && segment !== ''))
    .sort((name) => (isVariable(name) ? 1 : -1))
  for (const name of matching) {
    const ends = isLast ? [[]] : await walk(join(parent, name), rest)
    found.push(...ends.map((end) => [name, ...end]))
  }
  return found
}

function isVariable(name: string): boolean {
  return /^_.+_$/.test(name)
}

function decode(segment = ''): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Loads the operations of the area that a path belongs to: beside them, a misspelt path and its sensitive fields are noticed. */
export async function loadArea(path: string): Promise<readonly KnownOperation[]> {
  const [root, area] = path.split('/')
  const name = root === 'v3' ? area : root
  const files = await readdir(join(folder, 'areas'))
  if (!name || !files.includes(`${name}.js`)) return []
  const { operations } = (await import(`@wechatpay-kit/endpoints/areas/${name}`)) as {
    operations: readonly KnownOperation[]
  }
  return operations
}
