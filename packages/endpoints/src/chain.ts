import type * as v from 'valibot'
import type { AnyOperation, HttpMethod } from './operation.ts'

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
export type OperationOptions<Known extends AnyOperation> = Omit<CallOptions, 'params' | 'query'> &
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

/** The JSON of its answer. */
type Answer<Known extends AnyOperation> = Known extends { readonly response: infer Answer extends v.GenericSchema }
  ? v.InferInput<Answer>
  : never

/** The methods of a node: those of the known operations that share its path. */
export type OperationNode<Known extends AnyOperation> = {
  readonly [One in Known as Lowercase<One['method']>]: Nothing extends OperationOptions<One>
    ? (options?: OperationOptions<One>) => ResponsePromise<Answer<One>>
    : (options: OperationOptions<One>) => ResponsePromise<Answer<One>>
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

/** Property notation (属性式): one property per path. */
export type ByPath<Known extends AnyOperation> = {
  readonly [One in Known as One['path']]: OperationNode<One>
}

type Head<Path extends string> = Path extends `${infer Segment}/${string}` ? Segment : Path

type Tail<Path extends string> = Path extends `${string}/${infer Rest}` ? Rest : never

/** The node of a path: its methods where it is a whole one, and below it what is left of the longer paths. */
type ChainNode<Path extends string, Rest extends string, Whole extends keyof Nodes, Nodes> = (Path extends Whole
  ? Nodes[Path]
  : unknown) &
  Tree<`${Path}/`, Rest, Whole, Nodes>

/**
 * What follows a path up to its last slash. Paths that go on with the same segment share a property, whose type is worked
 * out when somebody reads it; an intersection of one tree for each operation would have all of them worked out first.
 */
type Tree<Prefix extends string, Rest extends string, Whole extends keyof Nodes, Nodes> = {
  readonly [Path in Rest as Segments<Head<Path>>]: ChainNode<`${Prefix}${Head<Path>}`, Tail<Path>, Whole, Nodes>
}

/** The paths that are known to the letter; an operation typed as no more than `Operation` has none. */
type Paths<Known extends AnyOperation> = Known extends unknown
  ? `v3/${string}` extends Known['path']
    ? never
    : Known['path']
  : never

/** Pure chain notation (纯链式): one property per path segment, in kebab and camel case. */
export type PureChain<Known extends AnyOperation> = Tree<'', Paths<Known>, Paths<Known>, ByPath<Known>>

/** The three notations of a call, typed for the known operations. */
export type Notations<Known extends AnyOperation> = PureChain<Known> &
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

/** A segment of the pure chain as it is in the path: `nQualifications` is `n-qualifications`, `_name_` is `{name}`. */
function toSegment(property: string): string {
  if (/^[a-z]+$|\/|^\{/.test(property)) return property
  return property
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace(/^_(.+)_$/, '{$1}')
}
