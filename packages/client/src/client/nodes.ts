import type { Call } from '../call/options.ts'
import { findNode, type Node } from '../call/prepare/trie.ts'
import type { HttpMethod } from '../operation/operation.ts'

/** Names that runtimes ask any object for. As segments they would turn `await node` into a call. */
const NEVER_SEGMENTS = /^(then|catch|finally|toJSON|prototype)$/

/** The nodes of a client. */
interface Nodes {
  /** Finds the node of a path. */
  find(path: string): object
  /** Finds the node of a path that is the beginning of a known one, if it is. */
  findKnown(path: string): object | undefined
}

/** Makes the nodes, whose methods are `call`; those on the way to a known path are made once. */
function createNodes(call: Call, known: Node): Nodes {
  const made = new Map<string, object>()
  const nodes: Nodes = {
    find: (path) => nodes.findKnown(path) ?? createNode(path, call, nodes),
    findKnown(path) {
      if (!made.has(path) && findNode(known, path)) made.set(path, createNode(path, call, nodes))
      return made.get(path)
    },
  }
  return nodes
}

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Makes the node of a path: its methods are calls, any other property is the path below it. */
function createNode(path: string, call: Call, nodes: Nodes): object {
  const methods = METHODS.map((method) => {
    const name = method.toLowerCase()
    // A path that goes on with the name of a method, as v3/profitsharing/receivers/delete, is below that method.
    const below = nodes.findKnown(`${path}/${name}`)
    return [name, Object.assign((options = {}) => call(method, path, options), below)] as const
  })
  /** The nodes on the way to a known path, by the properties that lead to them from here. */
  const children = new Map<string, object>()
  return createProxy(Object.fromEntries(methods), (property) => {
    const known = children.get(property) ?? nodes.findKnown(`${path}/${toKebabCase(property)}`)
    if (known) children.set(property, known)
    // Where no known path goes on so, it may be a value, such as an order number, which goes as it is written.
    return known ?? nodes.find(`${path}/${property.replace(/^_(.+)_$/, '{$1}')}`)
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
      return NEVER_SEGMENTS.test(key) ? undefined : child(key)
    },
  })
}

/** Writes camel case in kebab case: `nQualifications` is `n-qualifications`. */
function toKebabCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter, index) => `${index > 0 ? '-' : ''}${letter.toLowerCase()}`)
}
