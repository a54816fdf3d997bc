import type { ValidationIssue } from '../../errors/validation.ts'
import type { Operation } from '../../operation/operation.ts'
import { type AnySchema, memberOf, type Place, placeOf } from '../../operation/sensitive.ts'

/** A field with the name of one that some operation encrypts. */
export interface NamedField extends ValidationIssue {
  readonly name: string
  readonly value: string
}

/** The path of an operation that encrypts it, by the name of a field. */
export type SensitiveNames = ReadonlyMap<string, string>

/** Reads the names of all fields that operations encrypt, in requests, queries and paths. */
export function readSensitiveNames(operations: readonly Operation[]): SensitiveNames {
  const names = new Map<string, string>()
  for (const { path, request, query, params } of operations) {
    /** Visits a place; `name` is that of the field that it is, or whose item it is. */
    const visit = (name: string, place: Place | undefined) => {
      if (!place) return
      if (place.isSensitive) names.set(name, path)
      visit(name, place.items)
      for (const [inner, field] of place.fields) visit(inner, field)
    }
    for (const schema of [request, query, params]) visit('', schema && placeOf(schema))
  }
  return names
}

/**
 * Finds the texts and numbers, at any depth, that stand under a sensitive name, directly or in a list. An object under
 * such a name is no text: its own fields are looked at.
 *
 * @param parts - the values of the call by the option that holds them: `{ json, query }`.
 * @param names - the sensitive names of the client's operations.
 * @param operation - the operation that describes the parts: what it describes as plain text is not among those found.
 */
export function findNamedFields(
  parts: Readonly<Record<string, unknown>>,
  names: SensitiveNames,
  operation?: Operation,
): NamedField[] {
  if (names.size === 0) return []
  const schemas: Readonly<Record<string, Operation['request']>> | undefined = operation && {
    json: operation.request,
    query: operation.query,
    params: operation.params,
  }
  const remedy = schemas ? 'correct its place' : 'correct the path, use defineOperation'
  const found: NamedField[] = []
  // A list that grows while it is read: recursion into deep JSON would exhaust the stack.
  const places: { field: string; name: string; value: unknown; schema: AnySchema | undefined }[] = []
  for (const [part, value] of Object.entries(parts)) {
    places.push({ field: part, name: '', value, schema: schemas?.[part] as AnySchema | undefined })
  }
  for (const { field, name, value, schema } of places) {
    const path = names.get(name)
    if (typeof value === 'object') {
      const isList = Array.isArray(value)
      for (const [key, inner] of Object.entries(value ?? {})) {
        const member = schema && memberOf(schema, key, isList)
        places.push({ field: `${field}.${key}`, name: isList ? name : key, value: inner, schema: member })
      }
    } else if (/string|number/.test(typeof value) && path && !isPlainField(schema)) {
      found.push({
        field,
        name,
        message: `would leave as plain text, but ${path} encrypts a field of this name; ${remedy} or plainFields: ['${name}'], or name the key in headers['Wechatpay-Serial'] if it is a ciphertext`,
        value: String(value),
      })
    }
  }
  return found
}

/** Tells whether a schema describes a field that holds a value itself, and that is not sensitive. */
function isPlainField(schema: AnySchema | undefined): boolean {
  if (schema?.wrapped) return isPlainField(schema.wrapped)
  return schema !== undefined && !schema.entries && !schema.item && !placeOf(schema)
}
