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
  readonly given: unknown
  /** The value that it has: the given one, or what was read of it. */
  readonly value: unknown
  /** Unwrapped; `undefined` where the operation does not describe such a value there. */
  readonly schema: AnySchema | undefined
  /** The sensitive name that it stands under: its own, or that of an undescribed value around it. */
  readonly sensitiveName: string | undefined
  readonly read: ((place: Place) => unknown) | undefined
}

/** A part of a call or a response: the option that it is given in, its value, and the schema that describes it. */
type Part = readonly [option: string, value: unknown, schema: v.GenericSchema | undefined, read?: Place['read']]

/**
 * Lists the places of the values of some parts that are sensitive, by their schemas or by `names`, and of all objects and lists
 * around them or elsewhere. With `read`, the value that it gives takes the place of the given one, and its members follow.
 */
export function listPlaces(parts: readonly Part[], names?: { has(name: string): boolean }): readonly Place[] {
  const places: Place[] = []
  const add = (
    parent: Place | undefined,
    key: string,
    name: string,
    given: unknown,
    schema: AnySchema | undefined,
    read?: Place['read'],
  ) => {
    const sensitiveName = names?.has(name) ? name : schema ? undefined : parent?.sensitiveName
    const place = { parent, key, name, given, value: given, schema, sensitiveName, read }
    if (read) place.value = read(place)
    const { value } = place
    if (value !== given) replaceValue(place, value)
    const hasMembers = typeof value === 'object' && value
    if (hasMembers || sensitiveName !== undefined || isSensitive(place)) places.push(place)
  }
  for (const [option, value, schema, read] of parts) {
    if (value !== undefined) add(undefined, option, '', value, unwrap(schema), read)
  }
  // A list that grows while it is read: recursion into deep JSON would exhaust the stack.
  for (const parent of places) {
    const { name, value, schema, read } = parent
    if (typeof value !== 'object' || !value) continue
    const isList = Array.isArray(value)
    const schemaOf = membersOf(schema, isList)
    // Not its entries, which are a list for each.
    for (const key of Object.keys(value)) {
      const member = (value as Readonly<Record<string, unknown>>)[key]
      add(parent, key, isList ? name : key, member, schemaOf(key), read)
    }
  }
  return places
}

/** Gives the path to a place from the option of the call: `['json', 'data', '0', 'cert_no']`. */
export function pathOf(place: Place): string[] {
  const { parent, key } = place
  return parent ? [...pathOf(parent), key] : [key]
}

/** Tells whether a value stands at a sensitive place. */
export function isSensitive({ schema, value }: Place): boolean {
  return schema !== undefined && value !== undefined && value !== null && readMetadata(schema).sensitive === true
}

/** Puts another value at a place. */
export function replaceValue({ parent, key }: Place, value: unknown): void {
  Object(parent?.value)[key] = value
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
