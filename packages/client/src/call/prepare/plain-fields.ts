import type { ValidationIssue } from '../../errors/validation.ts'
import type { Operation } from '../../operation/operation.ts'
import { type Place, pathOf } from '../../operation/places.ts'
import { type AnySchema, readMetadata, unwrap } from '../../operation/sensitive.ts'

/** A field with the name of one that some operation encrypts. */
export interface NamedField extends ValidationIssue {
  readonly name: string
  readonly value: string
  /** Whether the operation of the call describes it, as plain text or as one that it encrypts. */
  readonly isDescribed: boolean
}

/** The path of an operation that encrypts it, by the name of a field. */
export type SensitiveNames = ReadonlyMap<string, string>

/** Reads the names of all fields that operations encrypt, in requests, queries and paths. */
export function readSensitiveNames(operations: readonly Operation[]): SensitiveNames {
  const names = new Map<string, string>()
  for (const { path, request, query, params } of operations) {
    /** Visits a schema; `name` is that of the field that it describes, or whose items. */
    const visit = (name: string, given: AnySchema | undefined) => {
      const schema = unwrap(given)
      if (!schema) return
      if (readMetadata(schema).sensitive) names.set(name, path)
      visit(name, schema.item)
      for (const [inner, field] of Object.entries(schema.entries ?? {})) visit(inner, field)
    }
    for (const schema of [request, query, params]) visit('', schema)
  }
  return names
}

/**
 * Finds the texts and numbers that stand under a sensitive name, directly or in a list. An object under such a name is no
 * text: its own fields are looked at. Messages are for those that leave as plain text.
 */
export function findNamedFields(
  places: readonly Place[],
  names: SensitiveNames,
  operation?: Operation | undefined,
): readonly NamedField[] {
  const remedy = operation ? 'correct its place' : 'correct the path, use defineOperation'
  return places.flatMap((place) => {
    const { name, value, schema } = place
    const path = names.get(name)
    if (path === undefined || !/string|number/.test(typeof value)) return []
    const message = `would leave as plain text, but ${path} encrypts a field of this name; ${remedy} or plainFields: ['${name}'], or name the key in headers['Wechatpay-Serial'] if it is a ciphertext`
    // What it describes as an object or a list is something else than a text or a number.
    const isDescribed = schema !== undefined && !schema.entries && !schema.item
    return [{ field: pathOf(place).join('.'), name, message, value: String(value), isDescribed }]
  })
}
