import { describeBadText } from './characters.ts'
import { refuse } from './errors.ts'

/**
 * The JSON text of a body, made once: what is signed is what is sent. Refuses by name any field that JSON or WeChat Pay
 * cannot hold; `checkText` may refuse more of the texts.
 */
export function serialize(json: unknown, checkText: (text: string, field: string) => void): string {
  const text = write(json, 'json', [], checkText)
  if (!/^[{[]/.test(text ?? '')) refuse('json', 'must be an object or an array')
  return text as string
}

/** The text of a value. It is written as it is checked, so that what is written is what was checked. */
function write(
  given: unknown,
  field: string,
  holders: readonly unknown[],
  checkText: (text: string, field: string) => void,
): string | undefined {
  const value = typeof given === 'string' ? given : readForm(given, field)
  const problem = describeValue(value)
  if (problem) refuse(field, problem)
  if (typeof value === 'string') checkText(value, field)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (holders.includes(value)) refuse(field, 'contains itself, which JSON cannot hold')
  const within = [...holders, value]
  if (Array.isArray(value)) {
    const items = Array.from(value as unknown[], (item, index) => {
      const text = write(item, `${field}.${index}`, within, checkText)
      return text ?? refuse(`${field}.${index}`, 'is undefined, which a list cannot hold')
    })
    return `[${items.join()}]`
  }
  let members = ''
  for (const key of Object.keys(value)) {
    if (describeBadText(key, 'text')) refuse(`${field}.${key}`, 'has a name that cannot be sent')
    const text = write((value as Record<string, unknown>)[key], `${field}.${key}`, within, checkText)
    if (text !== undefined) members += `${members && ','}${JSON.stringify(key)}:${text}`
  }
  return `{${members}}`
}

/** What stands for a value in JSON: what it says itself, or what its box holds. */
function readForm(given: unknown, field: string): unknown {
  if (given instanceof Date && Number.isNaN(given.getTime())) refuse(field, 'is an invalid date')
  const hasOwnForm = typeof (given as { toJSON?: unknown } | null | undefined)?.toJSON === 'function'
  const written: unknown = hasOwnForm ? (given as { toJSON(key: string): unknown }).toJSON('') : given
  const isBoxed = written instanceof String || written instanceof Number || written instanceof Boolean
  return isBoxed ? written.valueOf() : written
}

/** Why a value cannot be sent. */
function describeValue(value: unknown): string | undefined {
  if (typeof value === 'string') return describeBadText(value, 'text')
  if (typeof value === 'bigint') return 'is a BigInt, which JSON cannot hold; give a number or a text'
  if (typeof value === 'number' && !Number.isFinite(value)) return `is ${value}, which JSON cannot hold`
  if (typeof value === 'function' || typeof value === 'symbol') return `is a ${typeof value}, which JSON cannot hold`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Maps, promises that nobody awaited, files: JSON would hold an empty object in their place.
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  return kind === 'Object' ? undefined : `is a ${kind}, which JSON cannot hold`
}
