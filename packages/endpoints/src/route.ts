import { refuse } from './errors.ts'
import type { HttpMethod, Operation } from './operation.ts'
import { fillPath, matchesPath } from './target.ts'

/** Where a call goes. */
interface Route {
  /** The path with its variables filled in, percent-encoded as it is sent. */
  readonly filled: string
  /** The path as the other side will understand it, without leading slash. */
  readonly pathname: string
  readonly operation: Operation | undefined
}

/** Finds where a call goes, by what it was written as and the values of its path variables. */
export type FindRoute = (method: HttpMethod, path: string, params: unknown) => Route

/** Makes the routes of these operations; those without variables are always the same, and made here once. */
export function createRouter(operations: readonly Operation[]): FindRoute {
  const fixed = new Map<string, Route>()
  for (const operation of operations) {
    const { method, path } = operation
    if (!path.includes('{')) fixed.set(`${method} ${path}`, { filled: `/${path}`, pathname: path, operation })
  }
  return (method, path, params) => {
    const route = params === undefined ? fixed.get(`${method} ${path}`) : undefined
    if (route) return route
    const { filled, pathname } = fillPath(path, params)
    const operation = fixed.get(`${method} ${pathname}`)?.operation ?? findOperation(method, path, pathname, operations)
    return { filled, pathname, operation }
  }
}

/** The operation that is called, by the path and not by how it was written: a variable may be filled with a known name. */
function findOperation(
  method: HttpMethod,
  path: string,
  pathname: string,
  operations: readonly Operation[],
): Operation | undefined {
  const trim = (text: string) => text.replace(/\/$/, '')
  const known = operations.filter((operation) => matchesPath(trim(operation.path), trim(pathname)))
  const found = known.find((operation) => operation.method === method)
  // Without its operation a call would leave unvalidated and unencrypted.
  if (known.length > 0 && !found) refuse('method', `must be ${known.map((one) => one.method).join(' or ')} for ${path}`)
  if (found && found.path.endsWith('/') !== pathname.endsWith('/')) refuse('path', `must be written ${found.path}`)
  return found
}
