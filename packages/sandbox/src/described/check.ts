import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { isDemanded } from './description.ts'
import { type Place, refuseMissing, refuseSize, refuseType, refuseUnknown } from './refusals.ts'
import { checkNumber, checkText } from './rules.ts'

/** An encrypted text of a request. */
export interface SensitiveValue {
  readonly node: CatalogueNode
  readonly ciphertext: string
  readonly place: Place
  /** Object or list that holds the text, by the last name or number of its path. */
  readonly holder: Holder
}

/** An object or a list. */
export type Holder = Record<string | number, unknown>

/**
 * Checks a value of a body and all in it, and collects the encrypted texts, which `checkText` takes once they are plain.
 * Throws a refusal of the first value that the description does not allow.
 */
export function checkValue(
  node: CatalogueNode,
  value: unknown,
  place: Place,
  holder: Holder,
  found: SensitiveValue[],
): void {
  const wanted = chooseType(node)
  if (!wanted) return
  if (!isOfType(wanted, value)) {
    // Where sources disagree about the type, the other one is let through, and nothing in it is known.
    if (node.typeDisputed) return
    throw refuseType(place, isComposed(value) || node.encrypted ? undefined : value, wanted)
  }
  if (typeof value === 'string') {
    if (node.encrypted) found.push({ node, ciphertext: value, place, holder })
    else if (!node.typeDisputed) checkText(node, value, place, value)
  } else if (typeof value === 'number') {
    if (!node.typeDisputed) checkNumber(node, value, place)
  } else if (Array.isArray(value)) checkList(node, value, place, found)
  else if (isComposed(value)) checkFields(node, value as Record<string, unknown>, place, found)
}

function checkList(node: CatalogueNode, list: unknown[], place: Place, found: SensitiveValue[]): void {
  const { items, limited, minItems, maxItems } = node
  const isWithin = (minItems === undefined || list.length >= minItems) && !(maxItems && list.length > maxItems)
  if (limited && !isWithin) throw refuseSize(place, '元素个数', list.length, [minItems, maxItems])
  if (!items) return
  for (const [index, item] of list.entries()) {
    const at = { ...place, path: [...place.path, index] }
    checkValue(items, item, at, list as unknown as Holder, found)
  }
}

/** Checks the fields of an object. One that is described no further may have any. */
export function checkFields(
  { fields, typeDisputed }: CatalogueNode,
  object: Record<string, unknown>,
  { location, path }: Omit<Place, 'term'>,
  found: SensitiveValue[],
  check: typeof checkValue = checkValue,
): void {
  if (!fields) return
  for (const [name, field] of Object.entries(fields)) {
    const place = { location, path: [...path, name], term: field.term }
    const value = Object.hasOwn(object, name) ? object[name] : undefined
    if (isDemanded(field) && !typeDisputed && isMissing(value) && isMissing(object[field.spelling ?? '']))
      throw refuseMissing(place)
    if (value !== undefined) check(field, value, place, object, found)
  }
  const unknown = Object.keys(object).filter((name) => !Object.hasOwn(fields, name))
  if (unknown.length > 0 && !typeDisputed) throw refuseUnknown({ location, path }, unknown)
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

type Type = Parameters<typeof refuseType>[2]

/** Chooses the type that a value has to have; `undefined` for any. */
export function chooseType({ type, format, unit }: CatalogueNode): Type | undefined {
  switch (type) {
    case 'any':
    case 'file':
      return undefined
    case 'integer':
      return format === 'uint64' ? 'uint64' : 'int64'
    case 'number':
      return unit === 'fen' ? 'int64' : 'number'
    default:
      return type
  }
}

function isOfType(wanted: Type, value: unknown): boolean {
  switch (wanted) {
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isComposed(value) && !Array.isArray(value)
    case 'int64':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 63
    case 'uint64':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 64
    case 'number':
      return Number.isFinite(value)
    default:
      return typeof value === wanted
  }
}

function isComposed(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
