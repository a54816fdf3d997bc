// Compares the type of a value, as the compiler reads it, with its facts.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
import ts from 'typescript'

/**
 * @typedef {object} Comparison
 * @property {ts.TypeChecker} checker
 * @property {(field: CatalogueNode) => boolean} isRequired
 * @property {boolean} received - `true` for a response, whose members are read-only.
 * @property {(place: string) => void} onField - called for each named field that was compared.
 * @property {(fault: string) => void} onFault
 */

/**
 * Compares an object's type with the named fields that it must have: no more, no fewer.
 *
 * @param {ts.Type} type
 * @param {Readonly<Record<string, CatalogueNode>>} fields
 * @param {string} place - of the object, for faults.
 * @param {Comparison} comparison
 */
export function compareFields(type, fields, place, comparison) {
  const { checker, isRequired, received, onField, onFault } = comparison
  const members = new Map(checker.getPropertiesOfType(type).map((member) => [member.name, member]))
  if (checker.getIndexInfosOfType(type).length > 0) onFault(`${place} takes any field`)
  for (const name of members.keys()) if (!Object.hasOwn(fields, name)) onFault(`${place}.${name} is in no document`)
  for (const [name, field] of Object.entries(fields)) {
    const member = members.get(name)
    const at = `${place}.${name}`
    onField(at)
    if (!member) {
      onFault(`${at} is not in the type`)
      continue
    }
    const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0
    if (isOptional === isRequired(field)) onFault(`${at} is ${isOptional ? 'optional' : 'required'}`)
    const isReadonly =
      (ts.getCombinedModifierFlags(/** @type {ts.Declaration} */ (member.valueDeclaration)) &
        ts.ModifierFlags.Readonly) !==
      0
    if (isReadonly !== received) onFault(`${at} is ${isReadonly ? '' : 'not '}read-only`)
    const own = checker.getTypeOfSymbol(member)
    if (isOptional !== hasFlag(own, ts.TypeFlags.Undefined) && field.type !== 'any') onFault(`${at} and undefined`)
    compareValue(own, field, at, comparison)
  }
}

/**
 * Compares the type of a value; whether it may be left out is no part of that.
 *
 * @param {ts.Type} type
 * @param {CatalogueNode} node
 * @param {string} place
 * @param {Comparison} comparison
 */
export function compareValue(type, node, place, comparison) {
  const { checker, onFault } = comparison
  const wanted = node.type
  if (wanted === 'any') {
    if ((type.flags & ts.TypeFlags.Unknown) === 0) onFault(`${place} is ${checker.typeToString(type)}, not unknown`)
    return
  }
  if (hasFlag(type, ts.TypeFlags.Null) !== (node.nullable === true)) onFault(`${place} and null`)
  const parts = listParts(type).filter((part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0)
  const [only] = parts
  const isSingle = parts.length === 1 && only !== undefined
  const fail = () => onFault(`${place} is ${checker.typeToString(type)}, documented as ${describe(node)}`)
  if (wanted === 'array') {
    const [item] = isSingle ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (only)) : []
    if (!item || only?.symbol?.name !== 'ReadonlyArray') fail()
    else compareValue(item, node.items ?? { type: 'any' }, `${place}[]`, comparison)
  } else if (wanted === 'object') {
    if (!isSingle || (only.flags & ts.TypeFlags.Object) === 0) fail()
    else if (Object.keys(node.fields ?? {}).length > 0) compareFields(only, node.fields ?? {}, place, comparison)
    else if (!isRecord(only, checker)) fail()
  } else if (wanted === 'boolean') {
    if (!parts.every((part) => (part.flags & ts.TypeFlags.BooleanLiteral) !== 0) || parts.length !== 2) fail()
  } else if (!isScalar(parts, node)) fail()
}

/** Tells whether a type is that of a text or a number: with documented values, these and that others are let through. @param {readonly ts.Type[]} parts @param {CatalogueNode} node */
function isScalar(parts, node) {
  const base = node.type === 'string' ? ts.TypeFlags.String : ts.TypeFlags.Number
  if (!node.enum) return parts.length === 1 && (parts[0]?.flags ?? 0) === base
  const [open, ...others] = parts.filter((part) => !part.isLiteral())
  const isOpen = open?.isIntersection() && open.types.some(({ flags }) => flags === base)
  const values = parts.filter((part) => part.isLiteral()).map((part) => /** @type {ts.LiteralType} */ (part).value)
  const documented = new Set(node.enum)
  return (
    isOpen &&
    others.length === 0 &&
    values.length === documented.size &&
    values.every((value) => documented.has(/** @type {string | number} */ (value)))
  )
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker */
function isRecord(type, checker) {
  const [info, ...others] = checker.getIndexInfosOfType(type)
  const isOpen = info && others.length === 0 && (info.type.flags & ts.TypeFlags.Unknown) !== 0
  return isOpen && checker.getPropertiesOfType(type).length === 0
}

/** @param {ts.Type} type */
function listParts(type) {
  return type.isUnion() ? type.types : [type]
}

/** @param {ts.Type} type @param {ts.TypeFlags} flag */
function hasFlag(type, flag) {
  return listParts(type).some(({ flags }) => (flags & flag) !== 0)
}

/** @param {CatalogueNode} node */
function describe({ type, fields, enum: values }) {
  if (values) return `${type} of ${values.join(', ')}`
  return fields ? `${type} of ${Object.keys(fields).join(', ')}` : type
}
