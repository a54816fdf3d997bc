import { refuse } from './errors.ts'

/**
 * The request target of a call: path variables filled in, query appended, everything percent-encoded as an HTTP client
 * will send it, because exactly this is signed. `pathname` is its path as the other side will understand it.
 */
export function buildTarget(path: string, params: unknown, query: unknown): { target: string; pathname: string } {
  const given = readValues(params, 'params')
  const filled = path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = given.get(name) ?? ''
    given.delete(name)
    if (value === '' || value === '.' || value === '..') {
      refuse(`params.${name}`, 'must be a value that is neither empty nor a dot segment')
    }
    return encode(value, `params.${name}`)
  })
  for (const name of given.keys()) refuse(`params.${name}`, `is not a variable of the path ${path}`)
  const pairs = Array.from(
    readValues(query, 'query'),
    ([name, value]) => `${encode(name, 'query')}=${encode(value, `query.${name}`)}`,
  )

  const target = `/${filled}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
  const url = URL.canParse(target, 'https://host') ? new URL(target, 'https://host') : undefined
  // A path that a URL parser would rewrite (dot segments, characters to encode) is not the one asked for, and one that
  // is written with needless escapes or slashes would not be recognised as the operation that it is.
  const isPlain =
    /^v3\//.test(path) && url?.pathname === `/${filled}` && !/%|\/\/|\/$/.test(path) && !filled.includes('//')
  if (!url || !isPlain) refuse('path', 'must be a plain v3 path: segments of URL characters, joined by single slashes')
  return { target: url.pathname + url.search, pathname: decodeURIComponent(filled) }
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

function encode(value: string, field: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return refuse(field, 'holds half of a surrogate pair, which cannot be encoded')
  }
}
