import type { Call } from '../call/options.ts'
import type { AnyOperation } from '../operation/operation.ts'

/** Names that runtimes ask any object for. As segments they would turn `await node` into a call. */
const NEVER_SEGMENTS = new Set(['then', 'catch', 'finally', 'toJSON', 'prototype'])

type FindNode = (path: string) => object

/** Makes the finder of nodes, whose methods are `call`; nodes on the way to a known path are made once. */
function createNodes(call: Call, paths: readonly string[]): FindNode {
  const known = new Map<string, object | undefined>()
  for (const path of paths) {
    const segments = path.split('/')
    for (let length = segments.length; length > 0; length--) known.set(segments.slice(0, length).join('/'), undefined)
  }
  const findNode: FindNode = (path) => {
    const made = known.get(path)
    if (made) return made
    const node = createNode(path, call, findNode)
    if (known.has(path)) known.set(path, node)
    return node
  }
  return findNode
}

/** Makes the node of a path: its methods are calls, any other property is the path below it. */
function createNode(path: string, call: Call, findNode: FindNode): object {
  const methods = {
    get: (options = {}) => call('GET', path, options),
    post: (options = {}) => call('POST', path, options),
    put: (options = {}) => call('PUT', path, options),
    patch: (options = {}) => call('PATCH', path, options),
    delete: (options = {}) => call('DELETE', path, options),
  }
  return createProxy(methods, (segment) => findNode(`${path}/${toSegment(segment)}`))
}

/** Makes the client itself: its own members, and the root of the three notations. */
export function createRoot(members: object, call: Call, operations: readonly AnyOperation[]): object {
  const findNode = createNodes(
    call,
    operations.map(({ path }) => path),
  )
  // A path given as a whole is taken as it is: what looks like camel case may be somebody's order number.
  const chain = (path: string) => findNode(String(path).replace(/^\//, ''))
  return createProxy({ ...members, chain }, (key) => (/^\/?v3(\/|$)/i.test(key) ? chain(toSegment(key)) : undefined))
}

function createProxy(members: object, child: (segment: string) => object | undefined): object {
  return new Proxy(Object.freeze(members), {
    get(target, key) {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key)
      return NEVER_SEGMENTS.has(key) ? undefined : child(key)
    },
  })
}

/** Writes a segment of the pure chain as in the path: `nQualifications` is `n-qualifications`, `_name_` is `{name}`. */
function toSegment(property: string): string {
  if (/^[a-z]+$|\/|^\{/.test(property)) return property
  return property
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^_(.+)_$/, '{$1}')
}
