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

/** Adds an operation at the place of its path; tells whether the place was free. */
export function addOperation(root: Node, operation: Operation): boolean {
  let node = root
  for (const segment of splitPath(operation.path)) {
    const key = keyOf(segment)
    const next = node.next.get(key) ?? createNode()
    node.next.set(key, next)
    node = next
  }
  if (node.operations.has(operation.method)) return false
  node.operations.set(operation.method, operation)
  return true
}

/** Finds the node of a path that is the beginning of known ones, its variables written as variables. */
export function findNode(root: Node, path: string): Node | undefined {
  return splitPath(path).reduce((node: Node | undefined, segment) => node?.next.get(keyOf(segment)), root)
}

/** Gives the key of a segment as it stands in the path of an operation. */
function keyOf(segment: string): string {
  return /^\{.*\}$/.test(segment) ? VARIABLE : segment
}

/** Lists the nodes of operations that a path may mean, the most literal first. */
export function listNodes(root: Node, segments: readonly string[]): readonly Node[] {
  const found: Node[] = []
  const walk = (node: Node, index: number) => {
    const segment = segments[index]
    if (segment === undefined) {
      if (node.operations.size > 0) found.push(node)
      return
    }
    for (const next of [node.next.get(segment), node.next.get(VARIABLE)]) if (next) walk(next, index + 1)
  }
  walk(root, 0)
  return found
}

/** Splits a path at its slashes; one at its end makes no other path. */
export function splitPath(path: string): string[] {
  return withoutSlash(path).split('/')
}

/** Gives a path without the slash at its end, if it has one. */
export function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}
