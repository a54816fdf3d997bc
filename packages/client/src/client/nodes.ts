import type { Call } from '../call/options.ts'
import { findNode, type Node } from '../call/prepare/trie.ts'

/** Names that runtimes ask any object for. As segments they would turn `await node` into a call. */
const NEVER_SEGMENTS = new Set(['then', 'catch', 'finally', 'toJSON', 'prototype'])

/** The nodes of a client. */
interface Nodes {
  /** Finds the node of a path. */
  find(path: string): object
  /** Finds the node that a property of the node of a path stands for. */
  findBelow(path: string, property: string): object
}

/** Makes the nodes, whose methods are `call`; those on the way to a known path are made once. */
function createNodes(call: Call, known: Node): Nodes {
  const made = new Map<string, object>()
  /** The same nodes by the path and the property that they were found by. */
  const spelled = new Map<string, object>()
  const nodes: Nodes = {
    find(path) {
      const node = made.get(path) ?? createNode(path, call, nodes)
      if (findNode(known, path)) made.set(path, node)
      return node
    },
    findBelow(path, property) {
      const spelling = `${path}/${property}`
      const before = spelled.get(spelling)
      if (before) return before
      // Where no known path goes on so, it may be a value, such as an order number, which goes as it is written.
      const inKebabCase = `${path}/${toKebabCase(property)}`
      const meant = findNode(known, inKebabCase) ? inKebabCase : `${path}/${property.replace(/^_(.+)_$/, '{$1}')}`
      const node = nodes.find(meant)
      if (made.has(meant)) spelled.set(spelling, node)
      return node
    },
  }
  return nodes
}

/** Makes the node of a path: its methods are calls, any other property is the path below it. */
function createNode(path: string, call: Call, nodes: Nodes): object {
  const methods = {
    get: (options = {}) => call('GET', path, options),
    post: (options = {}) => call('POST', path, options),
    put: (options = {}) => call('PUT', path, options),
    patch: (options = {}) => call('PATCH', path, options),
    delete: (options = {}) => call('DELETE', path, options),
  }
  return createProxy(methods, (property) => nodes.findBelow(path, property))
}

/** Makes the client itself: its own members, and the root of the three notations; `known` is the trie of its operations. */
export function createRoot(members: object, call: Call, known: Node): object {
  const nodes = createNodes(call, known)
  const chain = (path: string) => nodes.find(String(path).replace(/^\//, ''))
  return createProxy({ ...members, chain }, (property) =>
    /^\/?(v3|hk|global|brand)(\/|$)/i.test(property) ? chain(property.replace(/^V3$/, 'v3')) : undefined,
  )
}

function createProxy(members: object, child: (property: string) => object | undefined): object {
  return new Proxy(Object.freeze(members), {
    get(target, key) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key)
      return NEVER_SEGMENTS.has(key) ? undefined : child(key)
    },
  })
}

/** Writes camel case in kebab case: `nQualifications` is `n-qualifications`. */
function toKebabCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter, index) => `${index > 0 ? '-' : ''}${letter.toLowerCase()}`)
}
