import { copyOwn } from '@wechatpay-kit/transport-fetch'
import type * as v from 'valibot'
import { ValidationError, type ValidationIssue } from '../errors/validation.ts'
import { memberOf, unwrap } from './sensitive.ts'

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
function describeUnknownField(path: readonly { readonly key: unknown }[], schema: v.GenericSchema): string {
  const object = path
    .slice(0, -1)
    .reduce((outer, { key }) => memberOf(outer, String(key), typeof key === 'number'), unwrap(schema))
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
