import type * as v from 'valibot'
import { refuse } from '../errors/validation.ts'

/** A place of a schema that is sensitive itself, or has sensitive places within. */
export interface Place {
  readonly isSensitive: boolean
  readonly plaintext: v.GenericSchema<string> | undefined
  /** Of an object: the fields with something sensitive. */
  readonly fields: readonly (readonly [name: string, place: Place])[]
  /** Of an array: its items. */
  readonly items: Place | undefined
}

/** The places of schemas that were asked for before: they never change. */
const places = new WeakMap<v.GenericSchema, Place | undefined>()

/** Reads the sensitive places of a schema, once; `undefined` where it has none. */
export function placeOf(schema: v.GenericSchema): Place | undefined {
  if (!places.has(schema)) places.set(schema, readPlace(schema as AnySchema))
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
 * Gives the schema of a member of an object, or with `isItem` of an item of a list; `undefined` where a schema describes no
 * such member.
 */
export function memberOf(schema: AnySchema | undefined, key: unknown, isItem: boolean): AnySchema | undefined {
  if (schema?.wrapped) return memberOf(schema.wrapped, key, isItem)
  const { item, entries = {} } = schema ?? {}
  const name = String(key)
  return isItem ? item : Object.hasOwn(entries, name) ? entries[name] : undefined
}

/**
 * Refuses a schema whose sensitive texts could be overlooked: in anything but objects, arrays and optional fields, beside
 * transformations, where something sensitive is no text, and where a schema is lazy.
 */
export function checkSensitive(root: v.GenericSchema, field: string): void {
  let hasSensitive = false
  let hasTransformation = false
  const seen = { inside: new Set<unknown>(), outside: new Set<unknown>() }
  const visit = (schema: AnySchema | undefined | null, container: string | undefined): void => {
    const visited = container === undefined ? seen.inside : seen.outside
    if (!schema || visited.has(schema)) return
    visited.add(schema)
    // It may give another schema for every value.
    if (schema.getter) refuse(field, 'has a lazy schema, whose sensitive texts nobody can know; write the schema out')
    if (readMetadata(schema).sensitive) {
      hasSensitive = true
      if (schema.type !== 'string') refuse(field, 'marks something as sensitive that is not a text; encrypt texts only')
      if (container !== undefined)
        refuse(field, `has a sensitive text in a ${container}; use objects, arrays and optional fields around it`)
    }
    for (const inner of [schema.wrapped, schema.item, ...Object.values(schema.entries ?? {})]) {
      visit(inner, container)
    }
    const [first, ...steps] = schema.pipe ?? []
    // A pipe that begins with another one hides the steps of that one.
    if (first?.pipe) visit(first, container)
    for (const step of steps) {
      if ((step.kind as string) === 'transformation') hasTransformation = true
      if (step.kind === 'schema') visit(step, 'pipe')
    }
    // A picklist's options are plain values.
    const options = schema.options?.filter((option) => typeof option === 'object') ?? []
    const others = [...options, ...(schema.items ?? []), schema.rest, schema.key, schema.value]
    for (const inner of others) visit(inner, schema.type)
  }
  visit(root as AnySchema, undefined)
  if (hasSensitive && hasTransformation) {
    refuse(
      field,
      'changes values beside sensitive ones, which might then leave unencrypted; transform them before the call',
    )
  }
}

interface Metadata {
  readonly sensitive?: true
  readonly plaintext?: v.GenericSchema<string>
}

/** Reads what a schema's pipe says of it; the outer one has the last word. */
function readMetadata({ pipe = [] }: AnySchema): Metadata {
  const found: Metadata = {}
  for (const step of pipe) Object.assign(found, step.pipe ? readMetadata(step) : step.metadata)
  return found
}

/** The members by which valibot's schemas, and those that are shaped like them, hold other schemas. */
export interface AnySchema extends v.GenericSchema {
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
  /** Of the steps of a pipe that are metadata. */
  readonly metadata?: object
  /** Of lazy schemas. */
  readonly getter?: unknown
}
