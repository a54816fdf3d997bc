import { refuse } from '../../errors/validation.ts'
import type { HttpMethod, Operation } from '../../operation/operation.ts'
import { readSensitiveNames, type SensitiveNames } from './plain-fields.ts'
import { fillPath } from './target.ts'

/** The destination of a call. */
export interface Route {
  /** The path with its variables filled in, percent-encoded as it is sent. */
  readonly filled: string
  readonly operation: Operation | undefined
}

/** The operations that a client knows, and the way to find the one that a call means. */
export interface Router {
  /** The names of fields that they encrypt. */
  listSensitiveNames(): SensitiveNames
  /** Finds the destination of a call, by the path as it was written and the values of its variables. */
  find(method: HttpMethod, path: string, params: unknown): Route
}

/** A node of the trie: one path segment deep. */
interface Node {
  /** The next nodes by their literal segment, and by {@link VARIABLE}. */
  readonly next: Map<string, Node>
  /** The operations whose path ends here, by method. */
  readonly operations: Map<HttpMethod, Operation>
}

/** Stands for a variable, which any segment fills; no segment holds a slash. */
const VARIABLE = '/'

const createNode = (): Node => ({ next: new Map(), operations: new Map() })

/** Makes the router of these operations: a trie by path segments. */
export function createRouter(operations: readonly Operation[]): Router {
  const root = createNode()
  /** Routes of paths without variables, which are always the same. */
  const fixed = new Map<string, Map<HttpMethod, Route>>()
  for (const operation of operations) {
    const { method, path } = operation
    addOperation(root, operation)
    if (path.includes('{')) continue
    const routes = fixed.get(path) ?? new Map<HttpMethod, Route>()
    fixed.set(path, routes.set(method, { filled: `/${path}`, operation }))
  }
  let sensitiveNames: SensitiveNames | undefined
  return {
    // When the first call needs them: who has a thousand operations may never make an untyped one.
    listSensitiveNames() {
      sensitiveNames ??= readSensitiveNames(operations)
      return sensitiveNames
    },
    find(method, path, params) {
      const route = params === undefined ? fixed.get(path)?.get(method) : undefined
      if (route) return route
      const { filled, pathname } = fillPath(path, params)
      return { filled, operation: findOperation(root, method, path, pathname) }
    },
  }
}

function addOperation(root: Node, operation: Operation): void {
  let node = root
  for (const segment of splitPath(operation.path)) {
    const key = /^\{.*\}$/.test(segment) ? VARIABLE : segment
    const next = node.next.get(key) ?? createNode()
    node.next.set(key, next)
    node = next
  }
  node.operations.set(operation.method, operation)
}

/**
 * Finds the operation that is called, by the path and not by how it was written: a variable may be filled with a known
 * name. Literal segments come before variables. A value with a slash leaves the path as it was written.
 */
function findOperation(root: Node, method: HttpMethod, path: string, pathname: string): Operation | undefined {
  const segments = splitPath(pathname)
  const writtenSegments = splitPath(path)
  const meant = listNodes(root, segments, 0)
  const written = listNodes(root, writtenSegments, 0)
  // Sent as %2F, the slash may or may not be taken for one by the other side: there are two operations to choose from.
  if (meant.length > 0 && written.length > 0 && segments.length > writtenSegments.length) {
    refuse('params', `hold a slash, with which ${path} would be another known path too; leave the slash out`)
  }
  const nodes = meant.length > 0 ? meant : written
  const found = nodes.find(({ operations }) => operations.has(method))?.operations.get(method)
  // Without its operation a call would leave unvalidated and unencrypted.
  if (nodes.length > 0 && !found) {
    const methods = nodes.flatMap(({ operations }) => [...operations.keys()])
    refuse('method', `must be ${methods.join(' or ')} for ${path}`)
  }
  if (found && found.path !== path && found.path.endsWith('/') !== pathname.endsWith('/')) {
    refuse('path', `must be written ${found.path}`)
  }
  return found
}

/** Lists the nodes of operations that a path may mean, the most literal first. */
function listNodes(node: Node, segments: readonly string[], index: number): readonly Node[] {
  const segment = segments[index]
  if (segment === undefined) return node.operations.size > 0 ? [node] : []
  return [segment, VARIABLE].flatMap((key) => {
    const next = node.next.get(key)
    return next ? listNodes(next, segments, index + 1) : []
  })
}

/** Splits a path at its slashes; one at its end makes no other path. */
function splitPath(path: string): string[] {
  return path.replace(/\/$/, '').split('/')
}
