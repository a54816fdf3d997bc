import { copyOwn } from '@wechatpay-kit/transport-fetch'
import type * as v from 'valibot'
import { ValidationError, type ValidationIssue } from '../errors/validation.ts'
import { type AnySchema, memberOf, type Place, placeOf } from './sensitive.ts'

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

/** Gives the values of a request as the schema does; refuses them by field, without showing any. */
export function validate(schema: v.GenericSchema, values: unknown, field: string): unknown {
  // Own properties alone: a polluted Object.prototype fills no field.
  const isPlain = typeof values === 'object' && values !== null && !Array.isArray(values)
  const { value, issues } = runSchema(schema, isPlain ? copyOwn(values) : values)
  if (!issues) return value
  throw new ValidationError(
    issues.map((issue) => ({
      field: [field, ...(issue.path ?? []).map(({ key }) => String(key))].join('.'),
      message: describeIssue(issue, schema),
    })) as [ValidationIssue, ...ValidationIssue[]],
  )
}

/** Describes an issue in our own words, because valibot's show the value; or in the schema's, where it has some. */
export function describeIssue(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  const { expected, input, kind, message, path = [], type } = issue
  if (expected === 'never') return describeUnknownField(path, schema)
  if (input === undefined) return 'is missing'
  if (type === 'non_empty') return 'must not be empty'
  if (!message.startsWith('Invalid ') && !quotesValue(message, input)) return message
  if (expected === null) return 'is not as documented'
  if (type === 'picklist') return `must be ${expected.replace(/[()]/g, '')}`
  return kind === 'schema' ? `must be of type ${expected.toLowerCase()}` : `must satisfy ${type} ${expected}`
}

/** Describes a field that its object does not have, by those that it has. */
function describeUnknownField(path: readonly { readonly key: unknown }[], schema: AnySchema): string {
  const holder = path
    .slice(0, -1)
    .reduce<AnySchema | undefined>((outer, { key }) => memberOf(outer, key, typeof key === 'number'), schema)
  let object = holder
  while (object?.wrapped) object = object.wrapped
  const names = Object.keys(object?.entries ?? {}).join(', ')
  return `is not a field of this ${path.length > 1 ? 'object' : 'operation'}${names && `; its fields are ${names}`}`
}

/** Tells whether a message shows the value that it is about. */
function quotesValue(message: string, value: unknown): boolean {
  try {
    return value !== '' && message.includes(String(value))
  } catch {
    // An object without a text form, which no message shows.
    return false
  }
}

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

/** A value at a sensitive place, which is no text where nobody validated it; `json.cert_no` is a field. */
export interface PlacedValue extends Omit<SensitiveValue, 'value'> {
  readonly field: string
  readonly value: unknown
}

/**
 * Finds the sensitive values of a request, in arrays and nested objects too.
 *
 * @param schema - the operation's `request`, `query` or `params`.
 * @param values - the body or the query, which `replace` changes in place.
 * @returns the values that are present, in the schema's order.
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
  return listSensitiveValues(schema, values, '').flatMap(({ path, value, plaintext, replace }) =>
    typeof value === 'string' ? [{ path, value, plaintext, replace }] : [],
  )
}

/** Lists what stands at the sensitive places of a request, texts or not; `part` is the option that holds the values. */
export function listSensitiveValues(
  schema: v.GenericSchema | undefined,
  values: unknown,
  part: string,
): readonly PlacedValue[] {
  const found: PlacedValue[] = []
  const place = schema && placeOf(schema)
  if (place) collect(place, { [part]: values }, part, [part], found)
  return found
}

function collect(
  place: Place,
  holder: Record<string, unknown>,
  key: string,
  path: readonly string[],
  found: PlacedValue[],
): void {
  const value = holder[key]
  if (value === undefined || value === null) return
  if (place.isSensitive) {
    const replace = (other: string) => {
      holder[key] = other
    }
    found.push({ field: path.join('.'), path: path.slice(1), value, plaintext: place.plaintext, replace })
  }
  if (typeof value !== 'object') return
  const values = value as Record<string, unknown>
  for (const [name, field] of place.fields) {
    if (Object.hasOwn(values, name)) collect(field, values, name, [...path, name], found)
  }
  if (place.items && Array.isArray(value)) {
    for (const index of value.keys()) collect(place.items, values, String(index), [...path, String(index)], found)
  }
}
