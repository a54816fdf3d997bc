import type { Operation } from '../../operation/operation.ts'
import { type Place, refusePlaces } from '../../operation/request.ts'
import { type AnySchema, readMember, readMetadata, unwrap } from '../../operation/sensitive.ts'
import { listPlaceSchemas } from './place-schemas.ts'

/** The path of an operation that encrypts it, by the name of a field. */
export type SensitiveNames = ReadonlyMap<string, string>

/** Reads the names of all fields that operations encrypt, in requests, queries and paths. */
export function readSensitiveNames(operations: readonly Operation[]): SensitiveNames {
  const names = new Map<string, string>()
  for (const { path, request, query, params } of operations) {
    for (const name of [request, query, params].flatMap((schema) => listSensitiveNames(schema))) names.set(name, path)
  }
  return names
}

/** Lists the names of the encrypted fields within a schema; `name` is that of the field that it describes, or whose items. */
export function listSensitiveNames(given: AnySchema | undefined, name = ''): readonly string[] {
  const schema = unwrap(given)
  if (!schema) return []
  return [
    ...(readMetadata(schema).sensitive ? [name] : []),
    ...listSensitiveNames(readMember(schema, 'item'), name),
    ...Object.entries(readMember(schema, 'entries') ?? {}).flatMap(([inner, field]) =>
      listSensitiveNames(field, inner),
    ),
  ]
}

/** A place under a name that an operation encrypts: its own, or that of an undescribed value around it. */
interface NamedPlace extends Place {
  readonly sensitiveName: string
}

/**
 * Finds the texts and numbers that stand under a sensitive name: directly, in a list, or in an object that nobody describes,
 * which holds the same under names of its own.
 */
export function findNamedPlaces(places: readonly Place[], names: SensitiveNames): readonly NamedPlace[] {
  const found = new Map<Place | undefined, string>()
  // Each behind the one around it.
  for (const place of places) {
    const { name, parent, schema } = place
    const sensitiveName = names.has(name) ? name : schema ? undefined : found.get(parent)
    if (sensitiveName !== undefined) found.set(place, sensitiveName)
  }
  const named = [...found] as [Place, string][]
  return named.flatMap(([place, sensitiveName]) =>
    /string|number/.test(typeof place.value) ? [{ ...place, sensitiveName }] : [],
  )
}

/**
 * Finds those of them that would leave as plain text though the call does not say so in `plainFields`: those that its
 * operation, if it has one, does not describe; or, where nobody validates them, not as a text or a number.
 */
export function findPlainPlaces(
  named: readonly NamedPlace[],
  plainFields: readonly string[] = [],
  isValidated: boolean,
): readonly NamedPlace[] {
  const isFor = (schema: AnySchema | null | undefined) =>
    schema && (isValidated || (!readMember(schema, 'entries') && !readMember(schema, 'item')))
  return named.filter((place) => {
    const { schema, sensitiveName } = place
    // Most are described where they stand.
    return !plainFields.includes(sensitiveName) && !isFor(schema) && !listPlaceSchemas(place, sensitiveName).some(isFor)
  })
}

/** Refuses a call with places that would leave as plain text; `remedy` ends with the way to `plainFields`. */
export function refusePlainPlaces(places: readonly NamedPlace[], names: SensitiveNames, remedy: string): void {
  refusePlaces(
    places,
    ({ sensitiveName }) =>
      `would leave as plain text, but ${names.get(sensitiveName)} encrypts a field of this name; ${remedy}plainFields: ['${sensitiveName}'], or name the key in headers['Wechatpay-Serial'] if it is a ciphertext`,
  )
}
