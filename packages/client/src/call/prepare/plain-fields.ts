import type { ValidationIssue } from '../../errors/validation.ts'
import type { Operation } from '../../operation/operation.ts'
import { type Place, placeOf } from '../../operation/sensitive.ts'

/** A field with the name of one that some operation encrypts. */
export interface NamedField extends ValidationIssue {
  readonly name: string
  readonly value: string
}

/** The path of an operation that encrypts it, by the name of a field. */
export type SensitiveNames = ReadonlyMap<string, string>

/** Reads the names of all fields that operations encrypt, in requests and queries. */
export function readSensitiveNames(operations: readonly Operation[]): SensitiveNames {
  const names = new Map<string, string>()
  for (const { path, request, query } of operations) {
    /** Visits a place; `name` is that of the field that it is, or whose item it is. */
    const visit = (name: string, place: Place | undefined) => {
      if (!place) return
      if (place.isSensitive) names.set(name, path)
      visit(name, place.items)
      for (const [inner, field] of place.fields) visit(inner, field)
    }
    for (const schema of [request, query]) visit('', schema && placeOf(schema))
  }
  return names
}

/**
 * Finds the texts and numbers, at any depth, that stand under a sensitive name, directly or in a list. An object under
 * such a name is no text: its own fields are looked at. Messages are for a call that no operation describes; `option` is
 * the name of the option that the body was given in.
 */
export function findNamedFields(json: unknown, query: unknown, names: SensitiveNames, option = 'json'): NamedField[] {
  if (names.size === 0) return []
  const found: NamedField[] = []
  // A list that grows while it is read: recursion into deep JSON would exhaust the stack.
  const places: { field: string; name: string; value: unknown }[] = [
    { field: option, name: '', value: json },
    { field: 'query', name: '', value: query },
  ]
  for (const { field, name, value } of places) {
    const path = names.get(name)
    if (typeof value === 'object') {
      for (const [key, inner] of Object.entries(value ?? {})) {
        places.push({ field: `${field}.${key}`, name: Array.isArray(value) ? name : key, value: inner })
      }
    } else if (/string|number/.test(typeof value) && path) {
      found.push({
        field,
        name,
        message: `would leave as plain text, but ${path} encrypts a field of this name; correct the path, use defineOperation or plainFields: ['${name}'], or name the key in headers['Wechatpay-Serial'] if it is a ciphertext`,
        value: String(value),
      })
    }
  }
  return found
}
