import * as v from 'valibot'
import { refuse } from '../errors/validation.ts'

/** A sensitive value within a request: its place, and a way to put another in it. */
export interface SensitiveValue {
  /** Path from the root of the JSON body or the query: `['data', '0', 'cert_no']`. */
  readonly path: readonly string[]
  /** The value, in plain text or as ciphertext. */
  readonly value: string
  /** Schema that the plain text has to satisfy, besides not being empty. */
  readonly plaintext: v.GenericSchema<string> | undefined
  /** Puts another value in its place. */
  replace(value: string): void
}

/** A place of a schema that is sensitive itself, or has sensitive places within. */
interface Place {
  readonly isSensitive: boolean
  readonly plaintext: v.GenericSchema<string> | undefined
  /** Of an object: the fields with something sensitive. */
  readonly fields: readonly (readonly [name: string, place: Place])[]
  /** Of an array: its items. */
  readonly items: Place | undefined
}

/**
 * Finds the sensitive values of a request, in arrays and nested objects too.
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
  const found: SensitiveValue[] = []
  const place = placeOf(schema as AnySchema)
  if (place) collect(place, { values }, 'values', [], found)
  return found
}

function collect(
  place: Place,
  holder: Record<string, unknown>,
  key: string,
  path: readonly string[],
  found: SensitiveValue[],
): void {
  const value = holder[key]
  if (place.isSensitive && typeof value === 'string') {
    const replace = (other: string) => {
      holder[key] = other
    }
    found.push({ path, value, plaintext: place.plaintext, replace })
  }
  if (typeof value !== 'object' || value === null) return
  const values = value as Record<string, unknown>
  for (const [name, field] of place.fields) {
    if (Object.hasOwn(values, name)) collect(field, values, name, [...path, name], found)
  }
  if (place.items && Array.isArray(value)) {
    for (const index of value.keys()) collect(place.items, values, String(index), [...path, String(index)], found)
  }
}

/** Lists the names of the sensitive fields at the root of a request. */
export function sensitiveFieldsOf(schema: v.GenericSchema | undefined): string[] {
  const fields = schema ? placeOf(schema as AnySchema)?.fields : undefined
  return (fields ?? []).filter(([, { isSensitive }]) => isSensitive).map(([name]) => name)
}

/** The places of schemas that were asked for before: they never change. */
const places = new WeakMap<AnySchema, Place | undefined>()

/** Reads the sensitive places of a schema, once; `undefined` where it has none. */
function placeOf(schema: AnySchema): Place | undefined {
  if (!places.has(schema)) places.set(schema, readPlace(schema))
  return places.get(schema)
}

function readPlace(schema: AnySchema): Place | undefined {
  if (schema.wrapped) return placeOf(schema.wrapped)
  const { sensitive, plaintext } = readMetadata(schema)
  const fields = Object.entries(schema.entries ?? {}).flatMap(([name, field]) => {
    const place = placeOf(field)
    return place ? [[name, place] as const] : []
  })
  const items = schema.item && placeOf(schema.item)
  const isSensitive = sensitive === true
  return isSensitive || items || fields.length > 0 ? { isSensitive, plaintext, fields, items } : undefined
}

/**
 * Refuses a schema whose sensitive texts could be overlooked: in anything but objects, arrays and optional fields, beside
 * transformations, and where something sensitive is no text.
 */
export function checkSensitive(root: v.GenericSchema, field: string): void {
  let hasSensitive = false
  let hasTransformation = false
  const seen = { inside: new Set<unknown>(), outside: new Set<unknown>() }
  const visit = (schema: AnySchema | undefined | null, container: string | undefined, depth: number): void => {
    const visited = container === undefined ? seen.inside : seen.outside
    if (!schema || visited.has(schema)) return
    visited.add(schema)
    if (depth > MAX_DEPTH) refuse(field, `nests schemas more than ${MAX_DEPTH} deep; write it flatter`)
    if (readMetadata(schema).sensitive) {
      hasSensitive = true
      if (schema.type !== 'string') refuse(field, 'marks something as sensitive that is not a text; encrypt texts only')
      if (container !== undefined)
        refuse(field, `has a sensitive text in a ${container}; use objects, arrays and optional fields around it`)
    }
    for (const inner of [schema.wrapped, schema.item, ...Object.values(schema.entries ?? {})]) {
      visit(inner, container, depth + 1)
    }
    for (const step of schema.pipe?.slice(1) ?? []) {
      if ((step.kind as string) === 'transformation') hasTransformation = true
      if (step.kind === 'schema') visit(step, 'pipe', depth + 1)
    }
    // A picklist's options are plain values.
    const options = schema.options?.filter((option) => typeof option === 'object') ?? []
    const others = [
      ...options,
      ...(schema.items ?? []),
      schema.rest,
      schema.key,
      schema.value,
      schema.getter?.(undefined),
    ]
    for (const inner of others) visit(inner, schema.type, depth + 1)
  }
  visit(root as AnySchema, undefined, 0)
  if (hasSensitive && hasTransformation) {
    refuse(
      field,
      'changes values beside sensitive ones, which might then leave unencrypted; transform them before the call',
    )
  }
}

/** Deepest nesting of schemas that is looked at; a lazy schema could go on for ever. */
const MAX_DEPTH = 64

function readMetadata(schema: AnySchema): { sensitive?: true; plaintext?: v.GenericSchema<string> } {
  return schema.kind === 'schema' ? v.getMetadata(schema) : {}
}

/** The members by which valibot's schemas hold other schemas. */
interface AnySchema extends v.GenericSchema {
  /** Of pipes: the schema itself, then more schemas and actions. */
  readonly pipe?: readonly AnySchema[]
  /** Of optional, nullable and the like. */
  readonly wrapped?: AnySchema
  /** Of arrays. */
  readonly item?: AnySchema
  /** Of objects. */
  readonly entries?: Readonly<Record<string, AnySchema>>
  /** Of unions, variants and intersections; a picklist's are plain values. */
  readonly options?: readonly AnySchema[]
  /** Of tuples. */
  readonly items?: readonly AnySchema[]
  /** Of objects and tuples with a rest. */
  readonly rest?: AnySchema | null
  /** Of records. */
  readonly key?: AnySchema
  readonly value?: AnySchema
  /** Of lazy schemas. */
  readonly getter?: (value: unknown) => AnySchema
}
