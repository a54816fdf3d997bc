import * as v from 'valibot'
import { refuse } from '../errors/validation.ts'

/** A place of a schema that is sensitive itself, or has sensitive places within. */
export interface Place {
  readonly isSensitive: boolean
  /** Whether sources disagree that it is encrypted: a request encrypts it, a response may hold it as plain text too. */
  readonly isEither: boolean
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
  const { sensitive, either, plaintext } = readMetadata(schema)
  const fields = Object.entries(schema.entries ?? {}).flatMap(([name, field]) => {
    const place = placeOf(field)
    return place ? [[name, place] as const] : []
  })
  const items = schema.item && placeOf(schema.item)
  const isSensitive = sensitive === true
  const isEither = either === true
  return isSensitive || items || fields.length > 0 ? { isSensitive, isEither, plaintext, fields, items } : undefined
}

/**
 * Refuses a schema whose sensitive texts could be overlooked: in anything but objects, arrays and optional fields, beside
 * transformations, where something sensitive is no text or all there is, and where a schema is lazy. `mayTransform` is for responses: their
 * JSON is handed out as it came, whatever their schema makes of it.
 */
export function checkSensitive(root: v.GenericSchema, field: string, mayTransform = false): void {
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
      if (schema === root) refuse(field, 'is a sensitive text itself; put it into an object or an array')
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
  if (hasSensitive && hasTransformation && !mayTransform) {
    refuse(
      field,
      'changes values beside sensitive ones, which might then leave unencrypted; transform them before the call',
    )
  }
}

/** What a schema says of a sensitive text: `either` that sources disagree whether it is encrypted. */
interface SensitiveMetadata {
  readonly sensitive?: true
  readonly either?: true
  readonly plaintext?: v.GenericSchema<string>
}

function readMetadata(schema: AnySchema): SensitiveMetadata {
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
  readonly getter?: unknown
}
