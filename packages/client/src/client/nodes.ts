import type { Call } from '../call/options.ts'
import { findNode, type Node } from '../call/prepare/trie.ts'

/** Names that runtimes ask any object for. As segments they would turn `await node` into a call. */
const NEVER_SEGMENTS = new Set(['then', 'catch', 'finally', 'toJSON', 'prototype'])

/** Finds the node of a path, and the path that a property of a node stands for. */
interface Nodes {
  find(path: string): object
  resolve(path: string, property: string): string
  /** Tells whether a path is the beginning of a known one: there are only so many, and what is made of them is kept. */
  isKnown(path: string): boolean
}

/** Makes the nodes, whose methods are `call`; those on the way to a known path are made once. */
function createNodes(call: Call, known: Node): Nodes {
  const made = new Map<string, object>()
  const nodes: Nodes = {
    find(path) {
      const node = made.get(path) ?? createNode(path, call, nodes)
      if (nodes.isKnown(path)) made.set(path, node)
      return node
    },
    isKnown: (path) => findNode(known, path) !== undefined,
    resolve(path, property) {
      // Where no known path goes on so, it may be a value, such as an order number, which goes as it is written.
      const inKebabCase = `${path}/${toKebabCase(property)}`
      return nodes.isKnown(inKebabCase) ? inKebabCase : `${path}/${property.replace(/^_(.+)_$/, '{$1}')}`
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
  const children = new Map<string, object>()
  return createProxy(methods, (property) => {
    const made = children.get(property)
    if (made) return made
    const childPath = nodes.resolve(path, property)
    const child = nodes.find(childPath)
    if (nodes.isKnown(childPath)) children.set(property, child)
    return child
  })
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
