import type * as v from 'valibot'
import type { CallOptions, KnownOptions, Nothing, OperationOptions, ResponsePromise } from '../call/options.ts'
import type { DownloadOperationOptions, UploadOperationOptions } from '../files/options.ts'
import type { AnyOperation, ApiPath } from '../operation/operation.ts'

/** The JSON of an operation's response: `undefined` where it has none, and nothing is known of one whose type is not. */
export type ResponseJson<Known extends AnyOperation> = Known extends {
  readonly response: infer Json extends v.GenericSchema
}
  ? v.InferInput<Json>
  : Known extends { readonly path: string; readonly response?: undefined }
    ? undefined
    : unknown

/** The methods of a node: those of the known operations that share its path; files have `upload` and `download`. */
export type OperationNode<Known extends AnyOperation> = {
  readonly [One in Known as One extends { readonly transfer: string }
    ? never
    : Lowercase<One['method']>]: Nothing extends OperationOptions<One>
    ? <Validation extends 'off' | undefined = undefined>(
        options?: KnownOptions<One, Validation>,
      ) => ResponsePromise<ResponseJson<One>>
    : <Validation extends 'off' | undefined = undefined>(
        options: KnownOptions<One, Validation>,
      ) => ResponsePromise<ResponseJson<One>>
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

/** A path without the slash at its end, if it has one. */
type WithoutSlash<Path extends string> = Path extends `${infer Start}/` ? Start : Path

/** A path as it may be written: a slash at its end may be left out. */
type Spellings<Path extends string> = Path extends `${infer Start}/` ? Path | Start : Path

/** Property notation (属性式): one property per path. */
export type ByPath<Known extends AnyOperation> = {
  readonly [One in Known as Spellings<One['path']>]: OperationNode<One>
}

type Head<Path extends string> = Path extends `${infer Segment}/${string}` ? Segment : Path

/** The rest of those paths that go on with a segment. */
type Tail<Path extends string, Segment extends string> = Path extends `${Segment}/${infer Rest}` ? Rest : never

/** The node of a path: its methods where it is a whole one, and below it the rest of the longer paths. */
type ChainNode<Path extends string, Rest extends string, Whole extends string, Nodes> = (Path extends Whole &
  keyof Nodes
  ? Nodes[Path]
  : unknown) &
  Tree<`${Path}/`, Rest, Whole, Nodes>

/**
 * The properties that follow a path up to its last slash. Paths that go on with the same segment share a property, whose
 * type is worked out when somebody reads it; an intersection of one tree for each operation would have all of them worked
 * out first.
 */
type Tree<Prefix extends string, Rest extends string, Whole extends string, Nodes> = {
  readonly [Path in Rest as Segments<Head<Path>>]: ChainNode<`${Prefix}${Head<Path>}`, Tail<Path, string>, Whole, Nodes>
}

/**
 * The properties of the root, `v3` and few others. Nearly all paths begin with `v3`: of paths that share a property of a
 * {@link Tree} the compiler makes a union one by one, which takes the square of their number; here it picks them out when
 * somebody reads the property.
 */
type Roots<Paths extends string, Nodes> = {
  readonly [Root in Head<Paths>]: ChainNode<Root, Tail<Paths, Root>, Paths, Nodes>
}

/** The paths that are known to the letter; an operation typed as no more than `Operation` has none. */
type Paths<Known extends AnyOperation> = Known extends unknown
  ? `v3/${string}` extends Known['path']
    ? never
    : WithoutSlash<Known['path']>
  : never

/** Pure chain notation (纯链式): one property per path segment, in kebab and camel case. */
export type PureChain<Known extends AnyOperation> = Roots<Paths<Known>, ByPath<Known>>

/** The three notations of a call, typed for the known operations. */
export type Notations<Known extends AnyOperation> = PureChain<Known> &
  ByPath<Known> & {
    /** The node of a path: declarative notation (声明式). */
    chain<Path extends Spellings<Known['path']>>(path: Path | `/${Path}`): ByPath<Known>[Path]
    /** The node of a path that no operation describes. */
    chain(path: ApiPath | `/${ApiPath}`): UntypedNode
  } & { readonly [path: ApiPath]: UntypedNode }

/** The known operations that transfer a file. */
type Transfers<Known extends AnyOperation, Kind extends 'upload' | 'download'> = Extract<
  Known,
  { readonly transfer: Kind }
>

/** The paths of the known operations that transfer a file. */
export type FilePath<Known extends AnyOperation, Kind extends 'upload' | 'download'> = Transfers<Known, Kind>['path']

/** The options of each known upload, by whether they say `validation: 'off'`. */
export type Uploads<Known extends AnyOperation, Validation extends 'off' | undefined = undefined> = {
  readonly [One in Transfers<Known, 'upload'> as One['path']]: UploadOperationOptions<One, Validation>
}

/** The JSON of the response to each known upload. */
export type UploadJson<Known extends AnyOperation> = {
  readonly [One in Transfers<Known, 'upload'> as One['path']]: ResponseJson<One>
}

/** The options of each known download. */
export type Downloads<Known extends AnyOperation> = {
  readonly [One in Transfers<Known, 'download'> as One['path']]: DownloadOperationOptions<One>
}

/** A path that is none of the known ones; `never` for one of them, so that it is not taken for an untyped one. */
export type OtherPath<Path extends string, KnownPath extends string> = Path extends KnownPath | `/${KnownPath}`
  ? never
  : Path
