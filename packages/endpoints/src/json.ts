import { describeBadText } from './characters.ts'
import { refuse } from './errors.ts'

/**
 * The JSON text of a body, made once: what is signed is what is sent. Refuses by name any field that JSON or WeChat Pay
 * cannot hold; `checkText` may refuse more of the texts.
 */
export function serialize(json: unknown, checkText: (text: string, field: string) => void): string {
  /** Where each object is, and what holds it. */
  const places = new Map<unknown, { readonly path: string; readonly holder: unknown }>()
  const isWithin = (holder: unknown, value: object): boolean => {
    for (let outer = holder; outer !== undefined; outer = places.get(outer)?.holder) if (outer === value) return true
    return false
  }

  function check(this: unknown, key: string, value: unknown): unknown {
    const outer = places.get(this)
    const field = outer ? `${outer.path}.${key}` : 'json'
    const problem = describeValue(value) ?? (describeBadText(key, 'text') && 'has a name that cannot be sent')
    if (problem) refuse(field, problem)
    if (value === undefined && Array.isArray(this)) refuse(field, 'is undefined, which a list cannot hold')
    if (typeof value === 'string') checkText(value, field)
    if (typeof value === 'object' && value !== null) {
      if (isWithin(this, value)) refuse(field, 'contains itself, which JSON cannot hold')
      places.set(value, { path: field, holder: this })
    }
    return value
  }

  const text = JSON.stringify(json, check)
  if (!/^[{[]/.test(text ?? '')) refuse('json', 'must be an object or an array')
  return text
}

/** Why a value cannot be sent. */
function describeValue(value: unknown): string | undefined {
  if (typeof value === 'string') return describeBadText(value, 'text')
  if (typeof value === 'bigint') return 'is a BigInt, which JSON cannot hold; give a number or a text'
  if (typeof value === 'number' && !Number.isFinite(value)) return `is ${value}, which JSON cannot hold`
  if (typeof value === 'function' || typeof value === 'symbol') return `is a ${typeof value}, which JSON cannot hold`
  if (value instanceof Map || value instanceof Set) return 'is a Map or a Set, which JSON cannot hold'
  return undefined
}
