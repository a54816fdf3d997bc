import { refuse } from './errors.ts'

/**
 * The request target of a call: path variables filled in, query appended, everything percent-encoded as an HTTP client
 * will send it, because exactly this is signed.
 */
export function buildTarget(
  path: string,
  params: Readonly<Record<string, string | number>> = {},
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const unused = new Set(Object.keys(params))
  const filled = path.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    unused.delete(name)
    const value = Object.hasOwn(params, name) ? String(params[name]) : ''
    if (value === '' || value === '.' || value === '..') {
      refuse(`params.${name}`, 'must be a value that is neither empty nor a dot segment')
    }
    return encode(value, `params.${name}`)
  })
  for (const name of unused) refuse(`params.${name}`, `is not a variable of the path ${path}`)
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name, 'query')}=${encode(String(value), `query.${name}`)}`)

  const target = `/${filled}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
  const url = URL.canParse(target, 'https://host') ? new URL(target, 'https://host') : undefined
  // A path that a URL parser would rewrite (dot segments, a second slash, characters to encode) is not the one asked for.
  if (url?.host !== 'host' || url.pathname !== `/${filled}` || url.hash !== '') {
    refuse('path', 'must be a plain v3 path: segments of URL characters, joined by single slashes')
  }
  return url.pathname + url.search
}

function encode(value: string, field: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return refuse(field, 'holds half of a surrogate pair, which cannot be encoded')
  }
}
