import { isTelling } from '../../errors/redact.ts'
import { refuse } from '../../errors/validation.ts'
import { API_ROOT } from '../../operation/operation.ts'
import { describeBadText, describeNumber } from '../json.ts'

/** Segments of characters that no URL parser rewrites (RFC 3986 section 3.3, `pchar` without escapes). */
const PLAIN_PATH = /^\w+(\/[\w.~!$&'()*+,;=:@-]+)+\/?$/
/** Segments that a URL parser would resolve. */
const DOT_SEGMENT = /\/\.\.?(\/|$)/

/**
 * Fills in the variables of a path, percent-encoded as an HTTP client will send it, because exactly this is signed;
 * `pathname` is the path as the other side will understand it.
 */
export function fillPath(path: string, params: unknown): { filled: string; pathname: string } {
  const given = readValues(params, 'params')
  const used = new Set<string>()
  let [filled, pathname, withoutVariables] = ['/', '', '']
  // The names of variables stand at the odd places, between the texts around them.
  for (const [index, part] of path.split(/\{([^{}]*)\}/).entries()) {
    const isVariable = index % 2 === 1
    const value = isVariable ? (given.get(part) ?? '') : part
    if (isVariable) used.add(part)
    filled += isVariable ? encodeSegment(value, part) : part
    pathname += value
    withoutVariables += isVariable && value !== '' ? 'x' : value
  }
  for (const name of given.keys()) {
    if (!used.has(name))
      refuse(`params.${name}`, `is not a variable of the path ${path}; a query parameter belongs in query`)
  }
  // A path that a URL parser would rewrite is not the one asked for, and one that is written with needless escapes or
  // slashes would not be recognised as the operation that it is.
  if (!API_ROOT.test(withoutVariables) || !PLAIN_PATH.test(withoutVariables) || DOT_SEGMENT.test(filled)) {
    refuse(
      'path',
      'must be a plain path from v3/, hk/v3/, global/v3/ or brand/, without host: segments of URL characters, joined by single slashes; for the query use query, for values with other characters use params',
    )
  }
  return { filled, pathname }
}

function encodeSegment(value: string, name: string): string {
  // By this name the field's documentation writes a path that ends with a slash.
  if (name === 'empty' && value === '') return ''
  if (value === '' || value === '.' || value === '..') {
    refuse(`params.${name}`, 'must be given, and be neither empty nor a dot segment')
  }
  return encode(value, `params.${name}`)
}

/** Writes the query of a call, percent-encoded, in the order given. */
export function encodeQuery(query: unknown): string {
  const pairs = Array.from(readValues(query, 'query'), ([name, value]) => {
    return `${encode(name, 'query')}=${encode(value, `query.${name}`)}`
  })
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/**
 * Lists the values of `params`, `query` or `fields` by which somebody could be told, and what is joined in them by commas,
 * as lists are: phone numbers and openids stand there, and errors of HTTP clients quote addresses.
 */
export function listTellingValues(values: unknown): string[] {
  return [...readValues(values, 'query').values()].flatMap((value) => [value, ...value.split(',')]).filter(isTelling)
}

/**
 * Lists the values in a request target as they are sent: of its query, and the segments that its operation's path has not.
 * Where no operation is known, what could be a word of one of WeChat Pay's paths, in lower case, is taken for no value.
 */
export function listSentValues(target: string, path?: string): string[] {
  // Most calls are POST of a path without variables.
  if (target === `/${path}`) return []
  return target
    .split(/\/|[?&](?:[^=&]*=)?/)
    .filter((value) => isTelling(value) && (path === undefined ? /[^a-z_-]/.test(value) : !path.includes(value)))
}

/**
 * Reads the values of `params` or `query` by name; those that are `undefined` are left out. The items of a list in a query
 * are joined by commas, which they must not hold themselves.
 */
function readValues(values: unknown, field: string): Map<string, string> {
  const found = new Map<string, string>()
  if (values === undefined) return found
  if (typeof values !== 'object' || values === null || Symbol.iterator in values)
    refuse(field, 'must be a plain object')
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    const items: readonly unknown[] = field === 'query' && Array.isArray(value) ? value : [value]
    for (const item of items) {
      const problem =
        describeScalar(item) ?? (items === value && String(item).includes(',') && 'has a comma in an item')
      if (problem) refuse(`${field}.${name}`, problem)
    }
    if (items.length > 0) found.set(name, items.join(','))
  }
  return found
}

/** Describes why a value is none that a URL can hold. */
function describeScalar(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isNaN(value)) return describeNumber(value)
  return ['string', 'boolean'].includes(typeof value) ? undefined : 'must be a string, a number or a boolean'
}

/** Percent-encodes a value as RFC 3986 wants it, so that no HTTP client encodes more of it after it was signed. */
function encode(value: string, field: string): string {
  const problem = describeBadText(value, 'line')
  if (problem) refuse(field, problem)
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
