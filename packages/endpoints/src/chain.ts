import type * as v from 'valibot'
import type { HttpMethod, Operation } from './operation.ts'

/** A verified answer whose `json()` is typed. */
export interface TypedResponse<Result> extends Response {
  json(): Promise<Result>
}

/** What a call gives: await it for the verified answer, or take the short way to its JSON. */
export interface ResponsePromise<Result> extends Promise<TypedResponse<Result>> {
  /** The JSON of the verified answer; `undefined` where it has no body. */
  json(): Promise<Result>
}

/** What every call takes. */
export interface CallOptions {
  /** Query parameters, percent-encoded and signed as sent; `undefined` ones are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** Values of the path's `{name}` variables, percent-encoded. */
  readonly params?: Readonly<Record<string, string | number>> | undefined
  /**
   * More headers. They add; what the protocol sets they cannot replace. `Wechatpay-Serial` says that the sensitive
   * fields are ready ciphertexts, made for the platform key with this id.
   */
  readonly headers?: Headers | Readonly<Record<string, string>> | undefined
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined
  /** Deadline of the whole call in milliseconds, further attempts and waits included. Default: 30 000. */
  readonly timeout?: number | undefined
  /**
   * Whether a second execution would do no harm, so that the call may be repeated. Default: `true` for GET, and for
   * operations that WeChat Pay recognises by a number of the merchant's, such as `req_ssn`.
   */
  readonly idempotent?: boolean | undefined
}

/** The names of a path's variables: `'id'` for `v3/orders/{id}`. */
export type PathVariables<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathVariables<Rest>
  : never

/** An object without members: what extends nothing else but optional ones. */
type Nothing = Record<never, never>

/** What a known operation takes: path variables, query and JSON as it defines them. */
export type OperationOptions<Known extends Operation> = Omit<CallOptions, 'params' | 'query'> &
  (PathVariables<Known['path']> extends never
    ? { readonly params?: undefined }
    : { readonly params: Readonly<Record<PathVariables<Known['path']>, string | number>> }) &
  (Known extends { readonly query: infer Query extends v.GenericSchema }
    ? Nothing extends v.InferInput<Query>
      ? { readonly query?: v.InferInput<Query> | undefined }
      : { readonly query: v.InferInput<Query> }
    : { readonly query?: undefined }) &
  (Known extends { readonly request: infer Request extends v.GenericSchema }
    ? { readonly json: v.InferInput<Request> }
    : unknown)

/** The method of a known operation on its node. */
export type OperationNode<Known extends Operation> = {
  readonly [Method in Lowercase<Known['method']>]: Nothing extends OperationOptions<Known>
    ? (options?: OperationOptions<Known>) => ResponsePromise<v.InferInput<Known['response']>>
    : (options: OperationOptions<Known>) => ResponsePromise<v.InferInput<Known['response']>>
}

/** The methods of a path that no operation describes: signed and verified, but untyped. */
export type UntypedNode = {
  readonly [Method in 'get']: (options?: CallOptions) => ResponsePromise<unknown>
} & {
  readonly [Method in 'post' | 'put' | 'patch' | 'delete']: (
    options?: CallOptions & { readonly json?: unknown },
  ) => ResponsePromise<unknown>
}

type CamelCase<Segment extends string> = Segment extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Segment

type Segments<Segment extends string> =
  | Segment
  | CamelCase<Segment>
  | (Segment extends `{${infer Name}}` ? `_${Name}_` : never)

type Tree<Path extends string, Leaf> = Path extends `${infer Segment}/${infer Rest}`
  ? { readonly [Key in Segments<Segment>]: Tree<Rest, Leaf> }
  : { readonly [Key in Segments<Path>]: Leaf }

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer All) => void
  ? All
  : never

/** Pure chain notation (纯链式): one property per path segment, in kebab and camel case. */
export type PureChain<Known extends Operation> = Intersection<
  Known extends Operation ? Tree<Known['path'], OperationNode<Known>> : never
>

/** Property notation (属性式): one property per path. */
export type ByPath<Known extends Operation> = {
  readonly [Path in Known['path']]: Intersection<Known extends { readonly path: Path } ? OperationNode<Known> : never>
}

/** The three notations of a call, typed for the known operations. */
export type Notations<Known extends Operation> = PureChain<Known> &
  ByPath<Known> & {
    /** The node of a path: declarative notation (声明式). */
    chain<Path extends Known['path']>(path: Path | `/${Path}`): ByPath<Known>[Path]
    /** The node of a path that no operation describes. */
    chain(path: `v3/${string}` | `/v3/${string}`): UntypedNode
  } & { readonly [path: `v3/${string}`]: UntypedNode }

/** Makes one call. */
export type Call = (method: HttpMethod, path: string, options: Record<string, unknown>) => ResponsePromise<unknown>

/** Names that runtimes ask any object for. As segments they would turn `await node` into a call. */
const NEVER_SEGMENTS = new Set(['then', 'catch', 'finally', 'toJSON', 'prototype'])

type FindNode = (path: string) => object

/** Gives the nodes of paths, whose methods are `call`; those on the way to a known path are made once. */
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

/** The node of a path: its methods are calls, any other property is the path below it. */
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

/** The client itself: its own members, and the root of the three notations. */
export function createRoot(members: object, call: Call, operations: readonly Operation[]): object {
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

/** A segment of the pure chain as it is in the path: `nQualifications` is `n-qualifications`, `_name_` is `{name}`. */
function toSegment(property: string): string {
  if (/^[a-z]+$|\/|^\{/.test(property)) return property
  return property
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^_(.+)_$/, '{$1}')
}
