import { copyOwn } from '@wechatpay-kit/transport-fetch'
import type * as v from 'valibot'
import { ValidationError, type ValidationIssue } from '../errors/validation.ts'
import type { DescribeIssue } from './issues.ts'
import { type AnySchema, membersOf, readMetadata, unwrap } from './sensitive.ts'

/** The result of a schema: its value, or the issues for which there is none. */
interface SchemaResult {
  readonly value?: unknown
  readonly issues?: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]] | undefined
}

/** Runs a schema, without a library: valibot's have this method, and those that are shaped like them. */
export function runSchema(schema: v.GenericSchema, value: unknown): SchemaResult {
  // No operation has an asynchronous schema, and the issues of all are valibot's.
  return schema['~standard'].validate(value) as SchemaResult
}

/** Gives the values of a request as the schema does; refuses them by field, in words of `describe`. */
export function validate(schema: v.GenericSchema, values: unknown, field: string, describe: DescribeIssue): unknown {
  // Own properties alone: a polluted Object.prototype fills no field.
  const isPlain = typeof values === 'object' && values !== null && !Array.isArray(values)
  const { value, issues } = runSchema(schema, isPlain ? copyOwn(values) : values)
  if (!issues) return value
  throw new ValidationError(
    issues.map((issue) => ({
      field: [field, ...(issue.path ?? []).map(({ key }) => String(key))].join('.'),
      message: describe(issue, schema),
    })) as [ValidationIssue, ...ValidationIssue[]],
  )
}

/** A value within the values of a call, and the schema that describes it. */
export interface Place {
  /** The object or list around it. */
  readonly parent: Place | undefined
  /** Its name or index there; of a value that nothing is around, the option of the call that it was given in. */
  readonly key: string
  /** Name of the field that it is, or whose list it is an item of. */
  readonly name: string
  /** The value as it was given. */
  readonly given: unknown
  /** The value as it was read; until then, and where nothing reads it, the given one. */
  readonly value: unknown
  /** Unwrapped; `undefined` where the operation does not describe such a value there. */
  readonly schema: AnySchema | undefined
  /** The sensitive name that it stands under: its own, or that of an undescribed value around it. */
  readonly sensitiveName: string | undefined
}

/**
 * A part of a call or a response: the option that it is given in, its value, and the schema that describes it. What `read`
 * gives for a value takes its place, and its members are read after it; it refuses a value by throwing.
 */
type Part = readonly [
  option: string,
  value: unknown,
  schema: v.GenericSchema | undefined,
  read?: (place: Place) => unknown,
]

/**
 * Reads the values of some parts, at any depth, and lists the places of those that are sensitive, by their schemas or by
 * `names`, and of all objects and lists.
 */
export function listPlaces(parts: readonly Part[], names?: { has(name: string): boolean }): readonly Place[] {
  const places: Place[] = []
  for (const [option, root, rootSchema, read] of parts) {
    const add = (parent: Place | undefined, key: string, name: string, given: unknown, schema?: AnySchema) => {
      const sensitiveName = names?.has(name) ? name : schema ? undefined : parent?.sensitiveName
      const place = { parent, key, name, given, value: given, schema, sensitiveName }
      if (read) {
        place.value = read(place)
        if (place.value !== given) replaceValue(place, place.value)
      }
      const { value } = place
      if ((typeof value === 'object' && value) || sensitiveName || isSensitive(place)) places.push(place)
    }
    let index = places.length
    if (root !== undefined) add(undefined, option, '', root, unwrap(rootSchema))
    // Over a list that grows meanwhile: recursion into deep JSON would exhaust the stack.
    for (; index < places.length; index++) {
      const parent = places[index] as Place
      const { name, value, schema } = parent
      if (typeof value !== 'object' || !value) continue
      const isList = Array.isArray(value)
      const schemaOf = membersOf(schema, isList)
      // Not its entries, which are a list for each.
      for (const key of Object.keys(value)) {
        const member = (value as Readonly<Record<string, unknown>>)[key]
        add(parent, key, isList ? name : key, member, schemaOf(key))
      }
    }
  }
  return places
}

/** Gives the path to a place from the option of the call: `['json', 'data', '0', 'cert_no']`. */
export function pathOf(place: Place): string[] {
  const path: string[] = []
  for (let at: Place | undefined = place; at; at = at.parent) path.push(at.key)
  return path.reverse()
}

/** Tells whether a value stands at a sensitive place. */
export function isSensitive({ schema, value }: Place): boolean {
  return schema !== undefined && value !== undefined && value !== null && readMetadata(schema).sensitive === true
}

/** Puts another value at a place that is within another one. */
export function replaceValue({ parent, key }: Place, value: unknown): void {
  if (parent) (parent.value as Record<string, unknown>)[key] = value
}

/** Refuses the values at places for which `describe` gives a fault, if there are any. */
export function refusePlaces<One extends Place>(
  places: readonly One[],
  describe: (place: One) => string | undefined,
): void {
  const issues: ValidationIssue[] = []
  for (const place of places) {
    const message = describe(place)
    if (message) issues.push({ field: pathOf(place).join('.'), message })
  }
  if (issues.length > 0) throw new ValidationError(issues as [ValidationIssue, ...ValidationIssue[]])
}

/** A sensitive value within a request or a response: its place, and a way to put another in it. */
export interface SensitiveValue {
  /** Path from the root of the JSON body or the query: `['data', '0', 'cert_no']`. */
  readonly path: readonly string[]
  /** The value, in plain text or as ciphertext. */
  readonly value: string
  /** Schema that the plain text has to satisfy, besides not being empty. */
  readonly plaintext: v.GenericSchema<string> | undefined
  /** Whether sources disagree that it is encrypted, so that a response may hold it as plain text too. */
  readonly isEither: boolean
  /** Puts another value in its place. */
  replace(value: string): void
}

/**
 * Finds the sensitive values of a request or a response, in arrays and nested objects too.
 *
 * @param schema - the operation's `request`, `query`, `params` or `response`.
 * @param values - the body or the query, which `replace` changes in place.
 * @returns the values that are present, those of an object before those within its members.
 * @example
 * ```ts
 * import { findSensitiveValues } from '@wechatpay-kit/endpoints'
 * import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
 *
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const found = findSensitiveValues(alter.post.request, json)
 * console.log(found.map(({ path }) => path.join('.'))) // [ 'cert_no', 'name', 'tel' ]
 * ```
 */
export function findSensitiveValues(schema: v.GenericSchema, values: unknown): SensitiveValue[] {
  return listPlaces([['values', values, schema]])
    .filter((place) => isSensitive(place) && typeof place.value === 'string')
    .map((place) => {
      const { either, plaintext } = readMetadata(place.schema as AnySchema)
      return {
        path: pathOf(place).slice(1),
        value: place.value as string,
        plaintext,
        isEither: either === true,
        replace: (value) => replaceValue(place, value),
      }
    })
}
