import { refuse } from '../../errors/validation.ts'
import type { Operation } from '../../operation/operation.ts'

/** Headers that the client sets, and those of the connection, which belong to the HTTP client. */
const RESERVED =
  /^(authorization|content-type|accept|user-agent|host|content-length|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*)$/

/** The caller's own headers by lower-case name, and the platform key that one of them chooses. */
interface CallerHeaders {
  readonly headers: ReadonlyMap<string, string>
  /** `Wechatpay-Serial`: the id of the key for which sensitive fields are encrypted already. */
  readonly chosenId: string | undefined
}

/** Reads the caller's own headers. */
export function readHeaders(given: unknown = {}): CallerHeaders {
  const isIterable = Symbol.iterator in Object(given)
  const isHeaders = isIterable && typeof (given as Headers).get === 'function'
  if (typeof given !== 'object' || given === null || isIterable !== isHeaders) {
    refuse('headers', 'must be a Headers or a plain object')
  }
  const entries: Iterable<[string, unknown]> = isHeaders ? (given as Headers) : Object.entries(given)
  const headers = new Map<string, string>()
  for (const [key, value] of entries) {
    const name = key.toLowerCase()
    const field = `headers.${key}`
    if (RESERVED.test(name)) refuse(field, 'is set by the client and cannot be replaced')
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || typeof value !== 'string' || !/^[\t\x20-\x7e]*$/.test(value)) {
      refuse(field, 'must be a header of printable ASCII')
    }
    if (headers.has(name)) refuse(field, 'occurs twice')
    headers.set(name, value)
  }
  const chosenId = headers.get('wechatpay-serial')
  headers.delete('wechatpay-serial')
  return { headers, chosenId }
}

/** Refuses a call without a header that its operation needs. */
export function checkNeededHeaders({ headers }: Operation, given: ReadonlyMap<string, string>): void {
  const missing = headers?.find((name) => !given.get(name.toLowerCase()))
  if (missing !== undefined) refuse(`headers.${missing}`, 'is missing; this operation needs it: give it in headers')
}
