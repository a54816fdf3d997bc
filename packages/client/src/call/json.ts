import { refuse } from '../errors/validation.ts'

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
 * Writes the JSON text of a body, once: the bytes that are signed are the bytes that are sent. Refuses by name any field
 * that JSON or WeChat Pay cannot hold; `option` is the name of the option that it was given in, `kind` that of its texts.
 */
export function serialize(json: unknown, option = 'json', kind: TextKind = 'text'): string {
  /** The objects and lists around the value that is being written, the outermost first; their names, and its own. */
  const holders: unknown[] = []
  const names: string[] = []
  return JSON.stringify(json, function (this: unknown, name: string, form: unknown) {
    while (holders.length > 0 && holders.at(-1) !== this) holders.pop()
    const depth = holders.length
    names[depth] = depth > 0 ? name : option
    const value = unbox(form)
    const isHolder = typeof value === 'object' && value
    const fault = isHolder
      ? holders.includes(value) && 'contains itself, which JSON cannot hold'
      : depth === 0 && 'must be an object or an array'
    const problem = describeMember(name, value, this, kind) ?? fault
    if (problem) refuse(names.slice(0, depth + 1).join('.'), problem)
    if (isHolder) holders.push(value)
    return value
  })
}

/** Gives the content of a box, as JSON does: of `new String('text')` the text. */
function unbox(value: unknown): unknown {
  const isBoxed = value instanceof String || value instanceof Number || value instanceof Boolean
  return isBoxed ? value.valueOf() : value
}

/** Describes why a member cannot be sent; `value` is what JSON makes of it, which is `null` of a date that is none. */
function describeMember(name: string, value: unknown, holder: unknown, kind: TextKind): string | undefined {
  if (describeBadText(name, 'text')) return 'has a name that cannot be sent'
  const given = value === null && (holder as Record<string, unknown>)[name]
  if (given instanceof Date) return 'is an invalid date'
  if (value === undefined && Array.isArray(holder)) {
    return 'is undefined, which a list cannot hold; leave it out or use null'
  }
  return describeValue(value, kind)
}

/** Describes why a value cannot be sent. */
export function describeValue(value: unknown, kind: TextKind = 'text'): string | undefined {
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
