import type { HttpMethod, Operation } from '../../operation/operation.ts'

/** A node of the trie of operations: one path segment deep. */
export interface Node {
  /** The next nodes by their literal segment, and by {@link VARIABLE}. */
  readonly next: Map<string, Node>
  /** The operations whose path ends here, by method. */
  readonly operations: Map<HttpMethod, Operation>
}

/** Stands for a variable, which any segment fills; no segment holds a slash. */
export const VARIABLE = '/'

/** Makes a node without operations. */
export const createNode = (): Node => ({ next: new Map(), operations: new Map() })

/** Adds an operation at the place of its path. */
export function addOperation(root: Node, operation: Operation): void {
  let node = root
  for (const segment of splitPath(operation.path)) {
    const key = /^\{.*\}$/.test(segment) ? VARIABLE : segment
    const next = node.next.get(key) ?? createNode()
    node.next.set(key, next)
    node = next
  }
  node.operations.set(operation.method, operation)
}

/** Lists the nodes of operations that a path may mean, the most literal first. */
export function listNodes(node: Node, segments: readonly string[], index = 0): readonly Node[] {
  const segment = segments[index]
  if (segment === undefined) return node.operations.size > 0 ? [node] : []
  return [segment, VARIABLE].flatMap((key) => {
    const next = node.next.get(key)
    return next ? listNodes(next, segments, index + 1) : []
  })
}

/** Splits a path at its slashes; one at its end makes no other path. */
export function splitPath(path: string): string[] {
  return path.replace(/\/$/, '').split('/')
}
