import { describeBadText } from './characters.ts'
import { refuse } from './errors.ts'

/**
 * The path of a call with its variables filled in, percent-encoded as an HTTP client will send it, because exactly this
 * is signed; `pathname` is the path as the other side will understand it.
 */
export function fillPath(path: string, params: unknown): { filled: string; pathname: string } {
  const given = readValues(params, 'params')
  const filled = `/${path}`.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = given.get(name) ?? ''
    given.delete(name)
    // By this name the field's documentation writes a path that ends with a slash.
    if (name === 'empty' && value === '') return ''
    if (value === '' || value === '.' || value === '..') {
      refuse(`params.${name}`, 'must be a value that is neither empty nor a dot segment')
    }
    return encode(value, `params.${name}`)
  })
  for (const name of given.keys()) refuse(`params.${name}`, `is not a variable of the path ${path}`)
  const url = URL.canParse(filled, 'https://host') ? new URL(filled, 'https://host') : undefined
  // A path that a URL parser would rewrite (dot segments, characters to encode) is not the one asked for, and one that
  // is written with needless escapes or slashes would not be recognised as the operation that it is.
  const isPlain = /^v3\/./.test(path) && url?.pathname === filled && !path.includes('%') && !filled.includes('//')
  if (!isPlain || url.search) {
    refuse('path', 'must be a plain v3 path: segments of URL characters, joined by single slashes; use query, params')
  }
  return { filled, pathname: decodeURIComponent(filled).slice(1) }
}

/** The query of a call, percent-encoded, in the order given; `checkText` may refuse values. */
export function encodeQuery(query: unknown, checkText: (text: string, field: string) => void): string {
  const pairs = Array.from(readValues(query, 'query'), ([name, value]) => {
    checkText(value, `query.${name}`)
    return `${encode(name, 'query')}=${encode(value, `query.${name}`)}`
  })
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** Whether a path is that of an operation, whose `{name}` segments stand for anything. */
export function matchesPath(pattern: string, pathname: string): boolean {
  const segments = pathname.split('/')
  const parts = pattern.split('/')
  return (
    parts.length === segments.length && parts.every((part, index) => /^\{.*\}$/.test(part) || part === segments[index])
  )
}

/** The values of `params` or `query` by name; those that are `undefined` are left out. */
function readValues(values: unknown = {}, field: string): Map<string, string> {
  if (typeof values !== 'object' || values === null || Symbol.iterator in values)
    refuse(field, 'must be a plain object')
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    if (!['string', 'number', 'boolean'].includes(typeof value) || Number.isNaN(value)) {
      refuse(`${field}.${name}`, 'must be a string, a number or a boolean')
    }
    found.set(name, String(value))
  }
  return found
}

/** Percent-encodes a value as RFC 3986 wants it, so that no HTTP client encodes more of it after it was signed. */
function encode(value: string, field: string): string {
  const problem = describeBadText(value, 'line')
  if (problem) refuse(field, problem)
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
