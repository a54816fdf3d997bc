import type * as v from 'valibot'
import { refuse } from '../errors/validation.ts'

/** Gives the schema of a value that is present: of an optional field, that of its text, object or list. */
export function unwrap(schema: AnySchema | undefined): AnySchema | undefined {
  const wrapped = readMember(schema, 'wrapped')
  return wrapped ? unwrap(wrapped) : schema
}

/**
 * Finds the schemas of the members of an object, or with `isList` of the items of a list; `undefined` where an unwrapped
 * schema describes no such member.
 */
export function membersOf(schema: AnySchema | undefined, isList: boolean): (key: string) => AnySchema | undefined {
  // Read once for all members: each of a thousand rows has as many as a row has fields.
  const entries = readMember(schema, 'entries') ?? {}
  const item = unwrap(readMember(schema, 'item'))
  return (key) => (isList ? item : Object.hasOwn(entries, key) ? unwrap(entries[key]) : undefined)
}

/** Reads a member of a schema; where somebody pollutes `Object.prototype`, it is none that all objects have. */
export function readMember<Name extends keyof AnySchema>(
  schema: AnySchema | null | undefined,
  name: Name,
): AnySchema[Name] | undefined {
  const member = schema?.[name]
  return member === (Object.prototype as AnySchema)[name] ? undefined : member
}

/**
 * Refuses a schema whose sensitive texts could be overlooked: in anything but objects, arrays and optional fields, beside
 * transformations, where something sensitive is no text or all there is, and where a schema is lazy. Tells whether there
 * are any. `mayTransform` is for responses: their JSON is handed out as it came, whatever their schema makes of it.
 */
export function checkSensitive(root: v.GenericSchema, field: string, mayTransform = false): boolean {
  let hasSensitive = false
  let hasTransformation = false
  const seen = { inside: new Set<unknown>(), outside: new Set<unknown>() }
  const visit = (schema: AnySchema | undefined | null, container: string | undefined): void => {
    const visited = container === undefined ? seen.inside : seen.outside
    if (!schema || visited.has(schema)) return
    visited.add(schema)
    const read = <Name extends keyof AnySchema>(name: Name) => readMember(schema, name)
    // It may give another schema for every value.
    if (read('getter')) refuse(field, 'has a lazy schema, whose sensitive texts nobody can know; write the schema out')
    if (readMetadata(schema).sensitive) {
      hasSensitive = true
      if (schema === root) refuse(field, 'is a sensitive text itself; put it into an object or an array')
      if (schema.type !== 'string') refuse(field, 'marks something as sensitive that is not a text; encrypt texts only')
      if (container !== undefined)
        refuse(field, `has a sensitive text in a ${container}; use objects, arrays and optional fields around it`)
    }
    for (const inner of [read('wrapped'), read('item'), ...Object.values(read('entries') ?? {})]) {
      visit(inner, container)
    }
    const [first, ...steps] = read('pipe') ?? []
    // A pipe that begins with another one hides the steps of that one.
    if (readMember(first, 'pipe')) visit(first, container)
    for (const step of steps) {
      if ((step.kind as string) === 'transformation') hasTransformation = true
      if (step.kind === 'schema') visit(step, 'pipe')
    }
    // A picklist's options are plain values.
    const options = read('options')?.filter((option) => typeof option === 'object') ?? []
    const others = [...options, ...(read('items') ?? []), read('rest'), read('key'), read('value')]
    for (const inner of others) visit(inner, schema.type)
  }
  visit(root as AnySchema, undefined)
  if (hasSensitive && hasTransformation && !mayTransform) {
    refuse(
      field,
      'changes values beside sensitive ones, which might then leave unencrypted; transform them before the call',
    )
  }
  return hasSensitive
}

/** Metadata of a schema; `either` says that sources disagree whether its text is encrypted. */
interface Metadata {
  readonly sensitive?: true
  readonly either?: true
  readonly plaintext?: v.GenericSchema<string>
}

/** The metadata of schemas that were asked for before: they never change. */
const metadata = new WeakMap<AnySchema, Metadata>()

/** Reads what a schema's pipe says of it, once; the outer one has the last word. */
export function readMetadata(schema: AnySchema): Metadata {
  const known = metadata.get(schema)
  if (known) return known
  const found: Metadata = Object.create(null)
  if (schema.kind !== 'schema') return found
  // Before its pipe is read, which may begin with the schema itself.
  metadata.set(schema, found)
  for (const step of readMember(schema, 'pipe') ?? []) {
    Object.assign(found, readMember(step, 'pipe') ? readMetadata(step) : readMember(step, 'metadata'))
  }
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
