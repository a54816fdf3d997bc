import * as v from 'valibot'
import { refuse } from './errors.ts'

/** HTTP methods of the protocol. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One endpoint: everything that the client and the sandbox know of it. Made by {@link defineOperation}. */
export interface Operation<
  Method extends HttpMethod = HttpMethod,
  Path extends string = string,
  Request extends v.GenericSchema = v.GenericSchema,
  Answer extends v.GenericSchema = v.GenericSchema,
> {
  readonly method: Method
  /** URL path without leading slash. */
  readonly path: Path
  /** Valibot schema of the JSON body. */
  readonly request: Request
  /** Valibot schema of the JSON answer to a call that succeeded. */
  readonly response: Answer
  /** Name of the request field that makes a repeated call harmless (请求流水号), where there is one. */
  readonly idempotencyField?: string | undefined
}

/**
 * Defines an endpoint in one place: its types, its validation, its sensitive fields and its documentation all come from
 * the two schemas. Comments on the schema's fields show up in editors.
 *
 * @param definition - method, path without leading slash, valibot schemas of request and answer, and the name of the
 *   field that makes a repeated call harmless.
 * @throws ValidationError (`VALIDATION_FAILED`) if sensitive fields of the schema could be overlooked.
 * @returns the operation, for `createClient({ operations: [...zhejiang, yours] })`.
 * @example
 * ```ts
 * import { defineOperation, sensitiveText, text } from '@wechatpay-kit/endpoints'
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
 * ```
 */
export function defineOperation<
  // A GET has no body for the schema to describe.
  Method extends Exclude<HttpMethod, 'GET'>,
  const Path extends `v3/${string}`,
  Request extends v.GenericSchema,
  Answer extends v.GenericSchema,
>(definition: Operation<Method, Path, Request, Answer>): Operation<Method, Path, Request, Answer> {
  checkSchema(definition.request as AnySchema)
  return Object.freeze({ ...definition })
}

/** The schema that {@link text} makes. */
export type TextSchema = v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.NonEmptyAction<string, undefined>]>

/** The schema that {@link sensitiveText} makes. */
export type SensitiveTextSchema = v.SchemaWithPipe<
  readonly [
    v.StringSchema<undefined>,
    v.NonEmptyAction<string, undefined>,
    v.MetadataAction<string, { readonly sensitive: true }>,
  ]
>

/**
 * Schema of a text that must not be empty.
 *
 * @example
 * ```ts
 * import { text } from '@wechatpay-kit/endpoints'
 * import * as v from 'valibot'
 *
 * console.log(v.is(text(), '')) // false
 * ```
 */
export function text(): TextSchema {
  return v.pipe(v.string(), v.nonEmpty())
}

/**
 * Schema of a text that must not be empty and travels RSA-OAEP encrypted: the client encrypts it, the sandbox decrypts
 * it, and no error shows it.
 *
 * @example
 * ```ts
 * import { sensitiveText } from '@wechatpay-kit/endpoints'
 * import * as v from 'valibot'
 *
 * console.log(v.getMetadata(sensitiveText())) // { sensitive: true }
 * ```
 */
export function sensitiveText(): SensitiveTextSchema {
  return v.pipe(v.string(), v.nonEmpty(), v.metadata({ sensitive: true } as const))
}

/** A sensitive value within a request: where it is, and how to put another in its place. */
export interface SensitiveValue {
  /** Path from the JSON body's root: `['data', '0', 'cert_no']`. */
  readonly path: readonly string[]
  /** The value, in plain text or as ciphertext. */
  readonly value: string
  /** Puts another value in its place. */
  replace(value: string): void
}

/**
 * All sensitive values of a request body, in arrays and nested objects too.
 *
 * @param schema - the operation's `request`.
 * @param json - the body, which `replace` changes in place.
 * @returns the values that are present, in the schema's order.
 * @example
 * ```ts
 * import { alter, findSensitiveValues } from '@wechatpay-kit/endpoints'
 *
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * console.log(findSensitiveValues(alter.request, json).map(({ path }) => path.join('.'))) // [ 'cert_no', 'name', 'tel' ]
 * ```
 */
export function findSensitiveValues(schema: v.GenericSchema, json: unknown): SensitiveValue[] {
  const found = new Map<string, SensitiveValue>()
  collect(schema as AnySchema, { json }, 'json', [], found)
  return [...found.values()]
}

/** Follows the value through every kind of schema that can hold another, so that no sensitive text is overlooked. */
function collect(
  schema: AnySchema,
  holder: Record<string, unknown>,
  key: string,
  path: readonly string[],
  found: Map<string, SensitiveValue>,
): void {
  const value = holder[key]
  const alternatives = schema.options?.filter((option) => typeof option === 'object' && v.is(option, value)) ?? []
  const piped = schema.pipe?.slice(1).filter(({ kind }) => kind === 'schema') ?? []
  for (const inner of [schema.wrapped, schema.getter?.(value), ...piped, ...alternatives]) {
    if (inner) collect(inner, holder, key, path, found)
  }
  if (typeof value === 'string' && v.getMetadata(schema)['sensitive'] === true) {
    const replace = (other: string) => {
      holder[key] = other
    }
    found.set(JSON.stringify(path), { path, value, replace })
  }
  if (typeof value !== 'object' || value === null) return
  for (const name of Object.keys(value)) {
    const child = schema.entries?.[name] ?? schema.items?.[Number(name)] ?? schema.item ?? schema.rest ?? schema.value
    if (child) collect(child, value as Record<string, unknown>, name, [...path, name], found)
  }
}

/** The members by which valibot's schemas hold other schemas. */
interface AnySchema extends v.GenericSchema {
  /** Of pipes: the schema itself, then more schemas and actions. */
  readonly pipe?: readonly AnySchema[]
  /** Of optional, nullable and the like. */
  readonly wrapped?: AnySchema
  /** Of lazy schemas. */
  readonly getter?: (value: unknown) => AnySchema
  /** Of unions, variants and intersections; a picklist's are plain values. */
  readonly options?: readonly AnySchema[]
  /** Of arrays. */
  readonly item?: AnySchema
  /** Of tuples. */
  readonly items?: readonly AnySchema[]
  /** Of objects. */
  readonly entries?: Readonly<Record<string, AnySchema>>
  /** Of objects and tuples with a rest. */
  readonly rest?: AnySchema | null
  /** Of records. */
  readonly key?: AnySchema
  readonly value?: AnySchema
}

/** Names of the sensitive fields at the root of a request. */
export function sensitiveFieldsOf(schema: v.GenericSchema): string[] {
  return Object.entries((schema as AnySchema).entries ?? {}).flatMap(([name, field]) =>
    isSensitive(field) ? [name] : [],
  )
}

const isSensitive = (schema: AnySchema) =>
  schema.kind === 'schema' && v.getMetadata(schema.wrapped ?? schema)['sensitive'] === true

/** Refuses a schema whose sensitive texts could be overlooked: where it changes values, and where they are no texts. */
function checkSchema(root: AnySchema): void {
  let hasSensitive = false
  let hasTransformation = false
  const visit = (schema: AnySchema, seen: ReadonlySet<unknown>) => {
    if (typeof schema !== 'object' || schema === null || seen.has(schema)) return
    const inner = new Set([...seen, schema])
    if ((schema.kind as string) === 'transformation') hasTransformation = true
    if (schema.kind !== 'schema') return
    if (isSensitive(schema)) {
      hasSensitive = true
      if ((schema.wrapped ?? schema).type !== 'string')
        refuse('request', 'marks something as sensitive that is not a text')
    }
    if (schema.key && isSensitive(schema.key))
      refuse('request', 'marks the names of a record as sensitive; only values are encrypted')
    const { pipe = [], options = [], items = [], entries = {}, wrapped, item, rest, value } = schema
    for (const part of [...pipe.slice(1), ...options, ...items, ...Object.values(entries)]) visit(part, inner)
    for (const part of [wrapped, item, rest, value]) if (part) visit(part, inner)
  }
  visit(root, new Set())
  if (hasSensitive && hasTransformation) {
    refuse(
      'request',
      'changes values beside sensitive ones, which might then leave unencrypted; transform them before the call',
    )
  }
}
