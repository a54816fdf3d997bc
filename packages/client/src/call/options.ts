import type * as v from 'valibot'
import { readOwnOptions, refuse } from '../errors/validation.ts'
import type { AnyOperation, HttpMethod } from '../operation/operation.ts'

/** A verified response whose `json()` is typed. */
export interface TypedResponse<Result> extends Response {
  /**
   * Gives the JSON of the response, anew each time, its sensitive fields decrypted where the operation is known; `undefined`
   * where it has no body. `text()` and `arrayBuffer()` give what was signed.
   */
  json(): Promise<Result>
  clone(): TypedResponse<Result>
}

/** The promise of a call: await it for the verified response, or take the short way to its JSON. */
export interface ResponsePromise<Result> extends Promise<TypedResponse<Result>> {
  /** Gives the JSON of the verified response, as its `json()` does. */
  json(): Promise<Result>
}

/** A single value of a query. */
type QueryValue = string | number | boolean

/** Options of every call. */
export interface CallOptions {
  /**
   * Query parameters, percent-encoded and signed as sent; `undefined` ones are left out, and the items of a list joined by
   * commas.
   */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>> | undefined
  /** Values of the path's `{name}` variables, percent-encoded. */
  readonly params?: Readonly<Record<string, string | number>> | undefined
  /**
   * Headers beside those that the protocol sets, which cannot be replaced. `Wechatpay-Serial` says that the sensitive fields
   * are ready ciphertexts, made for the platform key with this id.
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
  /**
   * Names of fields that are to leave as plain text though an operation of the client encrypts a field of that name: `['name']`
   * for the name of a shop. Without it such fields are refused, at any depth, where no operation describes them. Default:
   * none.
   */
  readonly plainFields?: readonly string[] | undefined
  /**
   * `'off'` sends the call as it is written, where the description of an operation errs: nothing is refused but what cannot be
   * sent. Its sensitive fields are encrypted all the same; a field that it does not describe, of a name that an operation of
   * the client encrypts, is refused unless `plainFields` names it. A path beside a known one is called as it stands.
   * Default: the call is validated.
   */
  readonly validation?: 'off' | undefined
}

/** The names of a path's variables: `'id'` for `v3/orders/{id}`. */
export type PathVariables<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathVariables<Rest>
  : never

/** An object without members: it extends a type only if all members of that type are optional. */
export type Nothing = Record<never, never>

/** Values of a path's variables. */
type PathParams<Path extends string> =
  PathVariables<Path> extends never
    ? { readonly params?: undefined }
    : { readonly params: Readonly<Record<PathVariables<Path>, string | number>> }

/** Options of a known operation: path variables, needed headers, query and JSON as it defines them. */
export type OperationOptions<Known extends AnyOperation> = Omit<CallOptions, 'params' | 'query' | 'validation'> &
  (Known extends { readonly params: infer Params extends v.GenericSchema }
    ? { readonly params: v.InferInput<Params> }
    : PathParams<Known['path']>) &
  (Known extends { readonly headers: readonly (infer Name extends string)[] }
    ? { readonly headers: Headers | Readonly<Record<Name, string> & Record<string, string>> }
    : unknown) &
  (Known extends { readonly query: infer Query extends v.GenericSchema }
    ? Nothing extends v.InferInput<Query>
      ? { readonly query?: v.InferInput<Query> | undefined }
      : { readonly query: v.InferInput<Query> }
    : { readonly query?: undefined }) &
  (Known extends { readonly request: infer Request extends v.GenericSchema }
    ? { readonly json: v.InferInput<Request> }
    : unknown)

/** Options of a known operation whose call is not to be validated: `query` and `json` hold anything that can be sent. */
type UnvalidatedOptions<Known extends AnyOperation> = Omit<CallOptions, 'params'> &
  PathParams<Known['path']> & { readonly json?: unknown }

/**
 * Options of a known operation by whether they say `validation: 'off'`. One signature for both, so that errors and
 * completions of ordinary calls are those of their own options.
 */
export type KnownOptions<Known extends AnyOperation, Validation extends 'off' | undefined> = {
  readonly validation?: Validation
} & ([Validation] extends ['off'] ? UnvalidatedOptions<Known> : OperationOptions<Known>)

/** Options of a call before they are checked. */
export type GivenOptions = Readonly<Record<string, unknown>>

/** Makes one call of a path: the last step of all three notations. */
export type Call = (method: HttpMethod, path: string, options: GivenOptions) => ResponsePromise<unknown>

/** Options of a call whose bounds were checked. */
export interface CheckedOptions extends GivenOptions {
  readonly signal?: AbortSignal
  readonly timeout?: number
  readonly idempotent?: boolean
  readonly plainFields?: readonly string[]
  readonly validation?: 'off'
}

/** The names of a call's options, for messages. */
export const CALL_OPTIONS: readonly string[] = [
  'json',
  'query',
  'params',
  'headers',
  'signal',
  'timeout',
  'idempotent',
  'plainFields',
  'validation',
]

/** Copies the options of a call or a download; refuses those that it does not take, and bounds that are none. */
export function readCallOptions<Options extends GivenOptions>(
  given: Options,
  names: readonly string[] = CALL_OPTIONS,
  of = 'a call',
): Options & CheckedOptions {
  const options = readOwnOptions(given, names, of) as Options & CheckedOptions
  const { timeout, signal, idempotent, plainFields, validation } = options
  if (idempotent !== undefined && typeof idempotent !== 'boolean') refuse('idempotent', 'must be true or false')
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== 'function') {
    refuse('signal', 'must be an AbortSignal')
  }
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0)) {
    refuse('timeout', 'must be a positive number of milliseconds')
  }
  if (
    plainFields !== undefined &&
    !(Array.isArray(plainFields) && plainFields.every((name) => typeof name === 'string'))
  ) {
    refuse('plainFields', "must be a list of names, such as ['name']")
  }
  if (validation !== undefined && validation !== 'off') refuse('validation', "must be 'off', or left out")
  return options
}
