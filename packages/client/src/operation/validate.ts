import * as v from 'valibot'
import { ValidationError, type ValidationIssue } from '../errors/validation.ts'

/** Gives the values of a request as the schema does; refuses them by field, without showing any. */
export function validate(schema: v.GenericSchema, values: unknown, field: string): unknown {
  // Own properties alone: a polluted Object.prototype fills no field.
  const isPlain = typeof values === 'object' && values !== null && !Array.isArray(values)
  const result = v.safeParse(schema, isPlain ? Object.assign(Object.create(null), values) : values)
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
