import { describeBadText } from './characters.ts'
import { refuse } from './errors.ts'

/**
 * The JSON text of a body, made once: what is signed is what is sent. Refuses by name any field that JSON or WeChat Pay
 * cannot hold; `checkText` may refuse more of the texts.
 */
export function serialize(json: unknown, checkText: (text: string, field: string) => void): string {
  // What is checked must be what is written, so values that say themselves how they are written are asked once.
  const values = toPlain(json, 'json', [], checkText)
  const text = JSON.stringify(values)
  if (!/^[{[]/.test(text ?? '')) refuse('json', 'must be an object or an array')
  return text
}

/** The value as JSON holds it; only what `toJSON` replaced is another object than before. */
function toPlain(
  given: unknown,
  field: string,
  holders: readonly unknown[],
  checkText: (text: string, field: string) => void,
): unknown {
  const hasOwnForm = typeof (given as { toJSON?: unknown } | null | undefined)?.toJSON === 'function'
  if (given instanceof Date && Number.isNaN(given.getTime())) refuse(field, 'is an invalid date')
  const written: unknown = hasOwnForm ? (given as { toJSON(key: string): unknown }).toJSON('') : given
  const isBoxed = written instanceof String || written instanceof Number || written instanceof Boolean
  const value: unknown = isBoxed ? written.valueOf() : written
  const problem = describeValue(value)
  if (problem) refuse(field, problem)
  if (typeof value === 'string') checkText(value, field)
  if (typeof value !== 'object' || value === null) return value
  if (holders.includes(value)) refuse(field, 'contains itself, which JSON cannot hold')
  const within = [...holders, value]
  if (Array.isArray(value)) {
    return Array.from(value as unknown[], (item, index) => {
      if (item === undefined) refuse(`${field}.${index}`, 'is undefined, which a list cannot hold')
      return toPlain(item, `${field}.${index}`, within, checkText)
    })
  }
  const entries = Object.entries(value).map(([key, inner]) => {
    if (describeBadText(key, 'text')) refuse(`${field}.${key}`, 'has a name that cannot be sent')
    return [key, toPlain(inner, `${field}.${key}`, within, checkText)]
  })
  return Object.fromEntries(entries)
}

/** Why a value cannot be sent. */
function describeValue(value: unknown): string | undefined {
  if (typeof value === 'string') return describeBadText(value, 'text')
  if (typeof value === 'bigint') return 'is a BigInt, which JSON cannot hold; give a number or a text'
  if (typeof value === 'number' && !Number.isFinite(value)) return `is ${value}, which JSON cannot hold`
  if (typeof value === 'function' || typeof value === 'symbol') return `is a ${typeof value}, which JSON cannot hold`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Maps, promises that nobody awaited, files: JSON would hold an empty object in their place.
  const [, kind] = /^\[object (.*)\]$/.exec(Object.prototype.toString.call(value)) ?? []
  return kind === 'Object' ? undefined : `is a ${kind}, which JSON cannot hold`
}
