import * as v from 'valibot'
import { refuse } from './errors.ts'

/** A sensitive value within a request: where it is, and how to put another in its place. */
export interface SensitiveValue {
  /** Path from the root of the JSON body or the query: `['data', '0', 'cert_no']`. */
  readonly path: readonly string[]
  /** The value, in plain text or as ciphertext. */
  readonly value: string
  /** What the plain text has to satisfy, besides not being empty. */
  readonly plaintext: v.GenericSchema<string> | undefined
  /** Puts another value in its place. */
  replace(value: string): void
}

/**
 * All sensitive values of a request, in arrays and nested objects too.
 *
 * @param schema - the operation's `request` or `query`.
 * @param values - the body or the query, which `replace` changes in place.
 * @returns the values that are present, in the schema's order.
 * @example
 * ```ts
 * import { alterQualification, findSensitiveValues } from '@wechatpay-kit/endpoints'
 *
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const found = findSensitiveValues(alterQualification.request, json)
 * console.log(found.map(({ path }) => path.join('.'))) // [ 'cert_no', 'name', 'tel' ]
 * ```
 */
export function findSensitiveValues(schema: v.GenericSchema, values: unknown): SensitiveValue[] {
  const found = new Map<string, SensitiveValue>()
  collect(schema as AnySchema, { values }, 'values', [], found)
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
  const { sensitive, plaintext } = v.getMetadata(schema) as { sensitive?: true; plaintext?: v.GenericSchema<string> }
  if (typeof value === 'string' && sensitive) {
    const replace = (other: string) => {
      holder[key] = other
    }
    found.set(JSON.stringify(path), { path, value, plaintext, replace })
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
export function sensitiveFieldsOf(schema: v.GenericSchema | undefined): string[] {
  return Object.entries((schema as AnySchema | undefined)?.entries ?? {}).flatMap(([name, field]) =>
    isSensitive(field) ? [name] : [],
  )
}

const isSensitive = (schema: AnySchema) =>
  schema.kind === 'schema' && v.getMetadata(schema.wrapped ?? schema)['sensitive'] === true

/** Refuses a schema whose sensitive texts could be overlooked: where it changes values, and where they are no texts. */
export function checkSchema(root: v.GenericSchema, field: string): void {
  let hasSensitive = false
  let hasTransformation = false
  const visit = (schema: AnySchema, seen: ReadonlySet<unknown>) => {
    if (typeof schema !== 'object' || schema === null || seen.has(schema)) return
    const inner = new Set([...seen, schema])
    if ((schema.kind as string) === 'transformation') hasTransformation = true
    if (schema.kind !== 'schema') return
    if (isSensitive(schema)) {
      hasSensitive = true
      if ((schema.wrapped ?? schema).type !== 'string') refuse(field, 'marks something as sensitive that is not a text')
    }
    if (schema.key && isSensitive(schema.key))
      refuse(field, 'marks the names of a record as sensitive; only values are encrypted')
    const { pipe = [], options = [], items = [], entries = {}, wrapped, item, rest, value } = schema
    for (const part of [...pipe.slice(1), ...options, ...items, ...Object.values(entries)]) visit(part, inner)
    for (const part of [wrapped, item, rest, value]) if (part) visit(part, inner)
  }
  visit(root as AnySchema, new Set())
  if (hasSensitive && hasTransformation) {
    refuse(
      field,
      'changes values beside sensitive ones, which might then leave unencrypted; transform them before the call',
    )
  }
}
