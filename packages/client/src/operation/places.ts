import type * as v from 'valibot'
import { type AnySchema, memberOf, readMetadata, unwrap } from './sensitive.ts'

/** A value within the values of a call, and the schema that describes it. */
export interface Place {
  /** The object or list around it. */
  readonly parent: Place | undefined
  /** Its name or index there; of a value that nothing is around, the option of the call that it was given in. */
  readonly key: string
  /** Name of the field that it is, or whose list it is an item of. */
  readonly name: string
  readonly value: unknown
  /** Unwrapped; `undefined` where the operation does not describe such a value there. */
  readonly schema: AnySchema | undefined
}

/** Lists the places of all values, at any depth; `parts` and `schemas` have the names of the options of a call. */
export function listPlaces(
  parts: Readonly<Record<string, unknown>>,
  schemas?: Readonly<Record<string, v.GenericSchema | undefined>>,
): readonly Place[] {
  const places: Place[] = []
  for (const [key, value] of Object.entries(parts)) {
    places.push({ parent: undefined, key, name: '', value, schema: unwrap(schemas?.[key]) })
  }
  // A list that grows while it is read: recursion into deep JSON would exhaust the stack.
  for (const parent of places) {
    const { name, value, schema } = parent
    if (typeof value !== 'object') continue
    const isList = Array.isArray(value)
    for (const [key, member] of Object.entries(value ?? {})) {
      places.push({ parent, key, name: isList ? name : key, value: member, schema: memberOf(schema, key, isList) })
    }
  }
  return places
}

/** Gives the path to a place from the option of the call: `['json', 'data', '0', 'cert_no']`. */
export function pathOf(place: Place): string[] {
  const path: string[] = []
  for (let at: Place | undefined = place; at; at = at.parent) path.unshift(at.key)
  return path
}

/** A sensitive value within a request: its place, and a way to put another in it. */
export interface SensitiveValue {
  /** Path from the root of the JSON body or the query: `['data', '0', 'cert_no']`. */
  readonly path: readonly string[]
  /** The value, in plain text or as ciphertext. */
  readonly value: string
  /** Schema that the plain text has to satisfy, besides not being empty. */
  readonly plaintext: v.GenericSchema<string> | undefined
  /** Puts another value in its place. */
  replace(value: string): void
}

/** A value at a sensitive place, which is no text where nobody validated it, and the name of its field: `json.cert_no`. */
export interface FieldValue extends Omit<SensitiveValue, 'value'> {
  readonly field: string
  readonly value: unknown
}

/** Lists what stands at sensitive places. */
export function listSensitiveValues(places: readonly Place[]): readonly FieldValue[] {
  return places.flatMap((place) => {
    const { schema, value, parent, key } = place
    if (!schema || value === undefined || value === null) return []
    const { sensitive, plaintext } = readMetadata(schema)
    if (!sensitive) return []
    const path = pathOf(place)
    const replace = (other: string) => {
      Object(parent?.value)[key] = other
    }
    return [{ field: path.join('.'), path: path.slice(1), value, plaintext, replace }]
  })
}

/**
 * Finds the sensitive values of a request, in arrays and nested objects too.
 *
 * @param schema - the operation's `request`, `query` or `params`.
 * @param values - the body or the query, which `replace` changes in place.
 * @returns the values that are present, those of an object before those within its members.
 * @example
 * ```ts
 * import { findSensitiveValues } from '@wechatpay-kit/endpoints'
 * import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
 *
 * const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
 * const found = findSensitiveValues(alter.post.request, json)
 * console.log(found.map(({ path }) => path.join('.'))) // [ 'cert_no', 'name', 'tel' ]
 * ```
 */
export function findSensitiveValues(schema: v.GenericSchema, values: unknown): SensitiveValue[] {
  return listSensitiveValues(listPlaces({ values }, { values: schema })).flatMap(({ value, ...more }) =>
    typeof value === 'string' ? [{ ...more, value }] : [],
  )
}
