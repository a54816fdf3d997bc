import type { Operation } from '../../operation/operation.ts'
import { type Place, refusePlaces } from '../../operation/request.ts'
import { type AnySchema, readMember, readMetadata, unwrap } from '../../operation/sensitive.ts'

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

/** A text or a number under a name that an operation encrypts. */
interface NamedPlace extends Place {
  readonly sensitiveName: string
}

/** Tells whether a place is a text or a number that stands under a sensitive name. */
export function isNamed(place: Place): place is NamedPlace {
  return place.sensitiveName !== undefined && /string|number/.test(typeof place.value)
}

/**
 * Finds those of such places that would leave as plain text though the call does not say so in `plainFields`: those that
 * its operation, if it has one, does not describe as a text or a number.
 */
export function findPlainPlaces(
  named: readonly NamedPlace[],
  plainFields: readonly string[] = [],
): readonly NamedPlace[] {
  return named.filter(({ schema, sensitiveName }) => {
    const isDescribed = schema && !readMember(schema, 'entries') && !readMember(schema, 'item')
    return !isDescribed && !plainFields.includes(sensitiveName)
  })
}

/** Refuses a call with places that would leave as plain text; `remedy` ends with the way to `plainFields`. */
export function refusePlainPlaces(places: readonly NamedPlace[], names: SensitiveNames, remedy: string): void {
  refusePlaces(
    places,
    ({ sensitiveName }) =>
      `would leave as plain text, but ${names.get(sensitiveName)} encrypts a field of this name; ${remedy} or plainFields: ['${sensitiveName}'], or name the key in headers['Wechatpay-Serial'] if it is a ciphertext`,
  )
}
