import { copyOwn } from '@wechatpay-kit/transport-fetch'
import type * as v from 'valibot'
import { refuse } from '../errors/validation.ts'
import { type DescribeIssue, describeIssue } from './issues.ts'
import { checkSensitive } from './sensitive.ts'

/** HTTP methods of the protocol. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** A path of the protocol: of the mainland, of Hong Kong, of other regions, or of a brand that calls for itself. */
export type ApiPath = `v3/${string}` | `hk/v3/${string}` | `global/v3/${string}` | `brand/${string}`

/** The beginning of every {@link ApiPath}. */
export const API_ROOT: RegExp = /^(((hk|global)\/)?v3|brand)\//

/** An endpoint: all that the client and the sandbox know of it. Made by {@link defineOperation}. */
export interface Operation {
  readonly method: HttpMethod
  /** URL path without leading slash, its variables in braces: `v3/pay/transactions/id/{transaction_id}`. */
  readonly path: ApiPath
  /** Valibot schema of the values of the path's variables, where one of them is sensitive. Default: any texts and numbers. */
  readonly params?: v.GenericSchema | undefined
  /** Valibot schema of the query, for calls that have one. */
  readonly query?: v.GenericSchema | undefined
  /** Names of the headers that a call needs, beside those that the client sets: `Idempotency-Key`. */
  readonly headers?: readonly string[] | undefined
  /** Valibot schema of the JSON body, for calls that have one; of an upload, of its `meta`. */
  readonly request?: v.GenericSchema | undefined
  /** Valibot schema of the JSON response to a call that succeeded; none where such a response has no content. */
  readonly response?: v.GenericSchema | undefined
  /** `'upload'` where the body is a file beside its `meta`, `'download'` where the response is a file. */
  readonly transfer?: 'upload' | 'download' | undefined
  /** The parts of an upload's form beside `meta`. */
  readonly form?: UploadForm | undefined
  /** Name of the request field that makes a repeated call harmless (请求流水号), where there is one. */
  readonly idempotencyField?: string | undefined
}

/** The parts of an upload's form beside `meta`. */
export interface UploadForm {
  /** Name of the part that is the file. Default: `'file'`. */
  readonly file?: string | undefined
  /** Valibot schema of the further parts, texts and numbers, which are sent as text and are not signed. Default: none. */
  readonly fields?: v.GenericSchema | undefined
}

/**
 * An {@link Operation} as types look at it, its schemas unread until somebody calls it: to compare a thousand of them
 * with valibot's, or with anything but `unknown`, would take an editor seconds. They are checked when the client is made.
 */
export interface AnyOperation extends Omit<Operation, 'params' | 'request' | 'query' | 'response' | 'form'> {
  readonly params?: unknown
  readonly query?: unknown
  readonly request?: unknown
  readonly response?: unknown
  readonly form?: unknown
}

/**
 * Defines an endpoint in one place: its types, its validation, its sensitive fields and its documentation all come from
 * its schemas. Comments on the schemas' fields show up in editors.
 *
 * @param definition - method, path without leading slash, valibot schemas of request, query, path variables and response,
 *   names of the headers that a call needs, and the name of the field that makes a repeated call harmless.
 * @throws ValidationError (`VALIDATION_FAILED`) if the path is malformed, or sensitive fields could be overlooked.
 * @returns the operation, for `createClient({ operations: [...zhejiang, yours] })`.
 * @example
 * ```ts
 * import { defineOperation, sensitiveText, text } from '@wechatpay-kit/client'
 * import * as v from 'valibot'
 *
 * export const cancel = defineOperation({
 *   method: 'POST',
 *   path: 'v3/gov/subsidy/qualifications/passthrough/cancel',
 *   request: v.strictObject({
 *     // 姓名
 *     real_name: sensitiveText(),
 *     // 请求流水号
 *     req_ssn: text(),
 *   }),
 *   response: v.looseObject({ code: v.string(), message: v.string() }),
 *   idempotencyField: 'req_ssn',
 * })
 *
 * export const queryTransaction = defineOperation({
 *   method: 'GET',
 *   path: 'v3/pay/transactions/id/{transaction_id}',
 *   query: v.strictObject({ mchid: text() }),
 *   response: v.looseObject({ trade_state: v.string() }),
 * })
 * ```
 */
export function defineOperation<const Definition extends Operation>(definition: Definition): Readonly<Definition> {
  checkDefinition(copyOwn(definition))
  return builtinOperation(definition)
}

/**
 * Marks operations whose definition was checked, and holds the words for what their schemas refuse; a symbol that all copies
 * of this package share.
 */
const CHECKED = Symbol.for('@wechatpay-kit/client: checked operation')

/**
 * Makes an operation that `@wechatpay-kit/endpoints` ships and its tests check, so that it costs nothing at run time. For
 * your own use {@link defineOperation}, which checks it.
 *
 * @param definition - as of {@link defineOperation}.
 * @returns the operation.
 * @example
 * ```ts
 * import { builtinOperation, text } from '@wechatpay-kit/client/operation'
 * import * as v from 'valibot'
 *
 * export const query = builtinOperation({
 *   method: 'GET',
 *   path: 'v3/pay/transactions/id/{transaction_id}',
 *   query: v.strictObject({ mchid: text() }),
 *   response: v.looseObject({ trade_state: v.string() }),
 * })
 * ```
 */
export function builtinOperation<const Definition extends Operation>(definition: Definition): Readonly<Definition> {
  return markOperation(definition, describeIssue)
}

/**
 * Makes an operation whose schemas are none of valibot's, as {@link builtinOperation} does: their issues say in the end of a
 * sentence what is wrong, and show no value. A bundle without schemas of valibot's then needs no words for those.
 *
 * @param definition - as of {@link defineOperation}.
 * @returns the operation.
 * @example
 * ```ts
 * import { describedOperation, type Operation } from '@wechatpay-kit/client/operation'
 *
 * declare const response: Operation['response']
 * export const query = describedOperation({
 *   method: 'GET',
 *   path: 'v3/pay/transactions/id/{transaction_id}',
 *   response,
 * })
 * ```
 */
export function describedOperation<const Definition extends Operation>(definition: Definition): Readonly<Definition> {
  return markOperation(definition, ({ message }) => message)
}

function markOperation<Definition extends Operation>(
  definition: Definition,
  describe: DescribeIssue,
): Readonly<Definition> {
  // Not enumerable: a changed copy is not checked.
  const own = Object.create(null, Object.getOwnPropertyDescriptors(definition))
  return Object.freeze(Object.defineProperty(own, CHECKED, { value: describe }))
}

/** Gives the words for what the schemas of an operation refuse. */
export function wordsOf(operation: Operation): DescribeIssue {
  return (operation as unknown as { readonly [CHECKED]: DescribeIssue })[CHECKED]
}

/** Refuses what is no operation, and so cannot be called, or not safely: a whole file of operations, for example. */
export function checkOperation(operation: unknown, field: string): asserts operation is Operation {
  if (typeof Object(operation)[CHECKED] !== 'function')
    refuse(field, "must be an operation: of a file its export, such as file.post, or one of defineOperation's")
}

/** Headers that no operation needs to ask for. */
const SET_BY_CLIENT = /^(authorization|content-type|accept|user-agent|wechatpay-serial)$/i

/** Refuses an operation that could not be called, or not safely. */
function checkDefinition(definition: Operation): void {
  const { method, path, request, query, params, headers, response, transfer, form, idempotencyField } = definition
  if (!METHODS.includes(method)) refuse('method', `must be one of ${METHODS.join(', ')}`)
  const isPath = typeof path === 'string' && API_ROOT.test(path) && /^\w+(\/([\w.~-]+|\{[\w-]+\}))+\/?$/.test(path)
  if (!isPath || /\/\.\.?(\/|$)/.test(path)) {
    refuse(
      'path',
      'must begin with v3/, hk/v3/, global/v3/ or brand/, without leading slash: plain segments, or variables like {id}',
    )
  }
  if (transfer !== undefined) checkTransfer(definition)
  const schemas = { request, query, params, response, 'form.fields': form?.fields }
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema === undefined) continue
    if (schema?.kind !== 'schema') refuse(name, 'must be a valibot schema, such as v.strictObject({ … })')
    if ((schema.async as boolean) === true)
      refuse(name, 'is an asynchronous schema, which nobody would wait for; use the synchronous one')
  }
  if (idempotencyField !== undefined && typeof idempotencyField !== 'string')
    refuse('idempotencyField', 'must be the name of a field')
  if (request && method === 'GET') refuse('request', 'cannot be sent with GET; use query')
  if (request) checkSensitive(request, 'request')
  if (query) checkSensitive(query, 'query')
  if (response) checkSensitive(response, 'response', true)
  if (params) checkParams(params, path)
  if (headers) checkHeaderNames(headers)
}

function checkHeaderNames(headers: readonly string[]): void {
  const isList = Array.isArray(headers) && headers.every((name) => typeof name === 'string' && /^[\w-]+$/.test(name))
  if (!isList) refuse('headers', "must be a list of names, such as ['Idempotency-Key']")
  const needless = headers.find((name) => SET_BY_CLIENT.test(name))
  if (needless !== undefined) refuse('headers', `names ${needless}, which the client sets itself; leave it out`)
}

/** Refuses a schema that does not describe the variables of a path, each of them and no other. */
function checkParams(params: v.GenericSchema, path: string): void {
  checkSensitive(params, 'params')
  const variables = Array.from(path.matchAll(/\{(.*?)\}/g), ([, name]) => String(name))
  const { entries = {} } = params as { readonly entries?: object }
  if (Object.keys(entries).sort().join() !== variables.sort().join())
    refuse(
      'params',
      `must be the schema of an object with the path's variables: ${variables.join(', ') || 'it has none'}`,
    )
}

/** Refuses a transfer of a file that could not be made. */
function checkTransfer({ transfer, method, form }: Operation): void {
  if (transfer !== 'upload' && transfer !== 'download') refuse('transfer', "must be 'upload' or 'download'")
  const needed = transfer === 'upload' ? 'POST' : 'GET'
  if (method !== needed) refuse('method', `must be ${needed} for ${transfer}s`)
  const { file = 'file', fields } = copyOwn(form)
  if (typeof file !== 'string' || !/^[\w-]+$/.test(file)) refuse('form.file', 'must be the name of a part of the form')
  if (fields?.kind === 'schema' && checkSensitive(fields, 'form.fields'))
    refuse('form.fields', 'have a sensitive text, which is encrypted in meta alone')
}
