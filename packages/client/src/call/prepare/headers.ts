import { refuse } from '../../errors/validation.ts'

/** Headers that the client sets. */
const RESERVED = ['authorization', 'content-type', 'accept', 'user-agent']
/** Headers of the connection, which belong to the HTTP client. */
const CONNECTION = /^(host|content-length|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*)$/

/** Reads the caller's own headers, by lower-case name. */
export function readHeaders(headers: unknown = {}): Map<string, string> {
  if (typeof headers !== 'object' || headers === null) refuse('headers', 'must be an object')
  const isHeaders = typeof (headers as Headers).get === 'function' && Symbol.iterator in headers
  if (Array.isArray(headers)) refuse('headers', 'must be a Headers or a plain object')
  const entries = isHeaders ? (headers as Headers) : Object.entries(headers)
  const result = new Map<string, string>()
  for (const [key, value] of entries) {
    const name = key.toLowerCase()
    const field = `headers.${key}`
    if (RESERVED.includes(name) || CONNECTION.test(name)) refuse(field, 'is set by the client and cannot be replaced')
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || typeof value !== 'string' || !/^[\t\x20-\x7e]*$/.test(value)) {
      refuse(field, 'must be a header of printable ASCII')
    }
    if (result.has(name)) refuse(field, 'occurs twice')
    result.set(name, value)
  }
  return result
}
