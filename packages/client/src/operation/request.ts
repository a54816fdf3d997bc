import { copyOwn } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { ValidationError, type ValidationIssue } from '../errors/validation.ts'
import { type Place, placeOf } from './sensitive.ts'

/** Gives the values of a request as the schema does; refuses them by field, without showing any. */
export function validate(schema: v.GenericSchema, values: unknown, field: string): unknown {
  // Own properties alone: a polluted Object.prototype fills no field.
  const isPlain = typeof values === 'object' && values !== null && !Array.isArray(values)
  const result = v.safeParse(schema, isPlain ? copyOwn(values) : values)
  if (result.success) return result.output
  throw new ValidationError(
    result.issues.map((issue) => ({
      field: [field, ...(issue.path ?? []).map(({ key }) => String(key))].join('.'),
      message: describeIssue(issue, schema),
    })) as [ValidationIssue, ...ValidationIssue[]],
  )
}

/** Describes an issue in our own words, because valibot's show the value; or in the schema's, where it has some. */
export function describeIssue(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  if (issue.expected === 'never') {
    const { entries = {} } = schema as { entries?: object }
    return `is not a field of this operation; its fields are ${Object.keys(entries).join(', ')}`
  }
  if (issue.input === undefined) return 'is missing'
  if (issue.type === 'non_empty') return 'must not be empty'
  const isOwn = issue.message.startsWith('Invalid ') || issue.message.includes(String(issue.input))
  if (!isOwn) return issue.message
  if (issue.type === 'picklist') return `must be ${issue.expected?.replace(/[()]/g, '')}`
  return issue.kind === 'schema'
    ? `must be of type ${issue.expected?.toLowerCase()}`
    : `must satisfy ${issue.type} ${issue.expected}`
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
 * @param schema - the operation's `request`, `query` or `response`.
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
  const found: SensitiveValue[] = []
  const place = placeOf(schema)
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
    found.push({ path, value, plaintext: place.plaintext, isEither: place.isEither, replace })
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
