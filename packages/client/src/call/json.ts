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
 * that JSON or WeChat Pay cannot hold; `option` is the name of the option that it was given in.
 */
export function serialize(json: unknown, option = 'json'): string {
  const text = write(json, option, [])
  if (text === undefined || !/^[{[]/.test(text)) refuse(option, 'must be an object or an array')
  return text
}

/** Writes a value while checking it; `undefined` for what JSON leaves out. */
function write(given: unknown, field: string, holders: readonly unknown[]): string | undefined {
  const value = typeof given === 'string' ? given : readForm(given, field)
  const problem = describeValue(value)
  if (problem) refuse(field, problem)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (holders.includes(value)) refuse(field, 'contains itself, which JSON cannot hold')
  const within = [...holders, value]
  return Array.isArray(value) ? writeList(value, field, within) : writeObject(value, field, within)
}

function writeList(list: readonly unknown[], field: string, holders: readonly unknown[]): string {
  const items = Array.from(list, (item, index) => {
    const text = write(item, `${field}.${index}`, holders)
    return text ?? refuse(`${field}.${index}`, 'is undefined, which a list cannot hold; leave it out or use null')
  })
  return `[${items.join()}]`
}

function writeObject(object: object, field: string, holders: readonly unknown[]): string {
  let members = ''
  for (const [name, value] of Object.entries(object)) {
    if (describeBadText(name, 'text')) refuse(`${field}.${name}`, 'has a name that cannot be sent')
    const text = write(value, `${field}.${name}`, holders)
    if (text !== undefined) members += `${members && ','}${JSON.stringify(name)}:${text}`
  }
  return `{${members}}`
}

/** Gives the form in which a value travels, as JSON does: its own (`toJSON`), the content of its box, or itself. */
function readForm(given: unknown, field: string): unknown {
  if (given instanceof Date && Number.isNaN(given.getTime())) refuse(field, 'is an invalid date')
  const { toJSON } = Object(given) as { toJSON?: unknown }
  const form: unknown = typeof toJSON === 'function' ? toJSON.call(given, field) : given
  const isBoxed = form instanceof String || form instanceof Number || form instanceof Boolean
  return isBoxed ? form.valueOf() : form
}

/** Describes why a value cannot be sent. */
function describeValue(value: unknown): string | undefined {
  if (typeof value === 'string') return describeBadText(value, 'text')
  if (typeof value === 'bigint') return 'is a BigInt, which JSON cannot hold; give a number or a text'
  if (typeof value === 'number') return describeNumber(value)
  if (typeof value === 'function' || typeof value === 'symbol') return `is a ${typeof value}, which JSON cannot hold`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Maps, promises that nobody awaited, files: JSON would hold an empty object in their place.
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  return kind === 'Object' ? undefined : `is a ${kind}, which JSON cannot hold`
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
  const places: [place: string, value: unknown][] = [['', json]]
  for (const [place, value] of places) {
    if (typeof value === 'number' && describeNumber(value)) return place || '(root)'
    if (typeof value !== 'object' || value === null) continue
    for (const [name, member] of Object.entries(value)) places.push([place ? `${place}.${name}` : name, member])
  }
  return undefined
}

/** Control characters; in texts of several lines, tab and line breaks are none. */
const CONTROL = { line: /\p{Cc}/u, text: /(?![\t\n\r])\p{Cc}/u }

/**
 * Describes what a text holds that cannot be sent, as the end of a sentence; `undefined` if all is well.
 *
 * `'line'` is for values in the URL, `'text'` for plain fields of a body, `'encrypted'` for fields that travel as
 * ciphertext and may hold rare characters: the protocol takes characters of one to three bytes only in plain ones.
 */
export function describeBadText(text: string, kind: 'line' | 'text' | 'encrypted'): string | undefined {
  // Most texts, and cheap to tell.
  if (/^[ -~]*$/.test(text)) return undefined
  if (/\p{Surrogate}/u.test(text)) return 'holds half of a surrogate pair; repair the text'
  if (CONTROL[kind === 'line' ? 'line' : 'text'].test(text)) return 'holds a control character; remove it'
  if (kind !== 'encrypted' && /[\u{10000}-\u{10ffff}]/u.test(text))
    return 'holds a character of four bytes (an emoji or a rare character); WeChat Pay takes it in encrypted fields only'
  return undefined
}
