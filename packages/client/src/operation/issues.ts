import type * as v from 'valibot'
import { membersOf, readMember, unwrap } from './sensitive.ts'

/** Describes an issue as the end of a sentence that begins with its field; shows no value. */
export type DescribeIssue = (issue: v.BaseIssue<unknown>, schema: v.GenericSchema) => string

/** Describes an issue of valibot's in our own words, because its own show the value; or in the schema's, where it has some. */
export const describeIssue: DescribeIssue = (issue, schema) => {
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
    .reduce((outer, { key }) => membersOf(outer, typeof key === 'number')(String(key)), unwrap(schema))
  const names = Object.keys(readMember(object, 'entries') ?? {}).join(', ')
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
