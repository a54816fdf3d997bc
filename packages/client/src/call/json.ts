import { refuse } from '../errors/validation.ts'
import { isSensitive, type Place, pathOf } from '../operation/request.ts'

let decoder: TextDecoder | undefined

/** Decodes UTF-8 text; throws where the bytes are none. */
export function decodeText(bytes: Uint8Array): string {
  decoder ??= new TextDecoder('utf-8', { fatal: true })
  return decoder.decode(bytes)
}

/** Parses the JSON of a body; `undefined` if it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(body))
  } catch {
    return undefined
  }
}

/**
 * Reads the value at a place as JSON holds it: an object or a list is copied, so that nobody changes it any more, and its
 * members are read after it. Refuses by name what JSON or WeChat Pay cannot hold.
 */
export function readJson(place: Place): unknown {
  const { parent, key, given } = place
  const value = unbox(given, parent ? key : '')
  const problem = describeBadText(key, 'text') ? 'has a name that cannot be sent' : describeJson(place, value)
  if (problem) refuse(pathOf(place).join('.'), problem)
  if (typeof value !== 'object' || !value) return value
  return Array.isArray(value) ? [...value] : { ...value }
}

/** Describes why `value`, which was read of what was given at a place, cannot stand there in JSON. */
function describeJson(place: Place, value: unknown): string | undefined {
  const { parent, given } = place
  const isObject = typeof value === 'object' && value
  if (!parent && !isObject) return 'must be an object or an array'
  if (value === null && given instanceof Date) return 'is an invalid date'
  const problem = describeValue(value, isSensitive(place) ? 'encrypted' : 'text')
  if (problem) return problem
  if (value === undefined && Array.isArray(parent?.value))
    return 'is undefined, which a list cannot hold; leave it out or use null'
  let depth = 0
  for (let around = isObject ? parent : undefined; around; around = around.parent) {
    if (around.given === given) return 'contains itself, which JSON cannot hold'
    // So deep that nobody means it, and not so deep that JSON.stringify would run out of stack.
    if (++depth > 1_000) return 'is nested too deep for JSON'
  }
  return undefined
}

/** Gives the form that a value has for JSON: that of its `toJSON`, and of `new String('text')` the text. */
function unbox(given: unknown, key: string): unknown {
  const value = typeof (given as Date | undefined)?.toJSON === 'function' ? (given as Date).toJSON(key) : given
  const isBoxed = value instanceof String || value instanceof Number || value instanceof Boolean
  return isBoxed ? value.valueOf() : value
}

/** Describes why a value cannot be sent. */
export function describeValue(value: unknown, kind: TextKind): string | undefined {
  if (typeof value === 'string') return describeBadText(value, kind)
  if (typeof value === 'bigint') return 'is a BigInt, which JSON cannot hold; give a number or a text'
  if (typeof value === 'number') return describeNumber(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `is a ${typeof value}, which JSON cannot hold`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Maps, promises that nobody awaited, files: JSON would hold an empty object in their place.
  const name = Object.prototype.toString.call(value).slice(8, -1)
  return name === 'Object' ? undefined : `is a ${name}, which JSON cannot hold`
}

/** Describes why a number cannot be sent, or could not be received, as it is. */
export function describeNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return `is ${value}, which JSON cannot hold`
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return 'is an integer beyond 2^53, which a number does not hold exactly; give it as text'
  return undefined
}

/** Finds a number in JSON that was received that a number of JavaScript does not hold exactly; gives its place. */
export function findInexactNumber(json: unknown): string | undefined {
  // A queue, level by level: a call for each level would overflow the stack where somebody nests thousands.
  const places: [place: string, value: unknown][] = [['', { '': json }]]
  for (const [place, value] of places) {
    if (typeof value === 'number' && describeNumber(value)) return place || '(root)'
    for (const [name, member] of Object.entries(Object(value))) {
      // Most are texts, which hold no other values.
      if (typeof member !== 'string') places.push([place ? `${place}.${name}` : name, member])
    }
  }
  return undefined
}

/** Control characters; in texts of several lines, tab and line breaks are none. */
const CONTROL = { line: /\p{Cc}/u, text: /(?![\t\n\r])\p{Cc}/u }

/** The place of a text, which decides what characters it may hold. */
type TextKind = 'line' | 'text' | 'encrypted'

/**
 * Describes what a text holds that cannot be sent, as the end of a sentence; `undefined` if all is well.
 *
 * `'line'` is for values in the URL, `'text'` for plain fields of a body, `'encrypted'` for fields that travel as
 * ciphertext and may hold rare characters: the protocol takes characters of one to three bytes only in plain ones.
 */
export function describeBadText(text: string, kind: TextKind): string | undefined {
  // Most texts, and cheap to tell.
  if (/^[ -~]*$/.test(text)) return undefined
  if (/\p{Surrogate}/u.test(text)) return 'holds half of a surrogate pair; repair the text'
  if (CONTROL[kind === 'line' ? 'line' : 'text'].test(text)) return 'holds a control character; remove it'
  if (kind !== 'encrypted' && /[\u{10000}-\u{10ffff}]/u.test(text))
    return 'holds a character of four bytes (an emoji or a rare character); WeChat Pay takes it in encrypted fields only'
  return undefined
}
