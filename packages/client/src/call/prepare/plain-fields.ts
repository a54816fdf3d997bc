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
  const named: NamedPlace[] = []
  // Each behind the one around it.
  for (const place of places) {
    const { name, parent, schema } = place
    const isDescribed = schema ?? readMember(parent?.schema, 'entries')
    const sensitiveName = names.has(name) ? name : isDescribed ? undefined : found.get(parent)
    if (!sensitiveName) continue
    found.set(place, sensitiveName)
    // Spread last, for the reason that buildCall gives.
    if (/string|number/.test(typeof place.value)) named.push({ sensitiveName, ...place })
  }
  return named
}

/**
 * Finds those of them that would leave as plain text though the call does not say so in `plainFields`: those that its
 * operation, if it has one, does not describe as a text or a number.
 */
export function findPlainPlaces(
  named: readonly NamedPlace[],
  plainFields: readonly string[] = [],
  operation?: Operation,
): readonly NamedPlace[] {
  return named.filter((place) => !plainFields.includes(place.sensitiveName) && !isDescribed(place, operation))
}

/** Finds those of them that stand within a value that may be anything: an operation that describes one says no more of it. */
export function findPlacesWithinAny(named: readonly NamedPlace[]): readonly NamedPlace[] {
  return named.filter((place) => {
    if (place.schema) return false
    let around = place.parent
    while (around && !around.schema) around = around.parent
    return around?.schema?.type === 'any'
  })
}

/** Tells whether an operation describes a place as a text or a number, as its path does with its variables. */
function isDescribed({ schema, parent }: Place, operation: Operation | undefined): boolean {
  if (schema) return !readMember(schema, 'entries') && !readMember(schema, 'item')
  return operation !== undefined && parent?.key === 'params' && !parent.parent
}

/** Refuses a call with places that would leave as plain text; `remedy` ends with the way to `plainFields`. */
export function refusePlainPlaces(places: readonly NamedPlace[], names: SensitiveNames, remedy: string): void {
  refusePlaces(
    places,
    ({ sensitiveName }) =>
      `would leave as plain text, but ${names.get(sensitiveName)} encrypts a field of this name; ${remedy} plainFields: ['${sensitiveName}'], or name the key in headers['Wechatpay-Serial'] if it is a ciphertext`,
  )
}
