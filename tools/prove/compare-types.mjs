// Generated types against the facts, by the compiler's own view of the types: names, types, optional fields, values, comments.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
import ts from 'typescript'

/**
 * @typedef {object} ComparisonOptions - expectations beyond the node itself.
 * @property {(field: CatalogueNode, place: string) => boolean} optional - whether a field may be left out; a place is
 *   `amount.total` or `list[].name`.
 * @property {boolean} received - `true` where members are read-only; what is sent may be `undefined` where it is optional.
 *
 * @typedef {object} Comparison
 * @property {number} fields - count of those that were compared.
 * @property {string[]} differences - one sentence each, with the place.
 *
 * @typedef {{ readonly checker: ts.TypeChecker, readonly options: ComparisonOptions, readonly comparison: Comparison }} Context
 */

/**
 * Compares a type with the node of the catalogue that it was made of, all the way down.
 *
 * @param {ts.TypeChecker} checker - of the program that the type is of.
 * @param {ts.Type} type - as the compiler sees it.
 * @param {CatalogueNode} node - the facts.
 * @param {ComparisonOptions} options
 * @returns {Comparison}
 */
export function compareType(checker, type, node, options) {
  /** @type {Comparison} */
  const comparison = { fields: 0, differences: [] }
  compareValue({ checker, options, comparison }, type, node, '')
  return comparison
}

/** Members of a union; a type that is none is its own only one. @param {ts.Type} type @returns {readonly ts.Type[]} */
export function listMembers(type) {
  return type.isUnion() ? type.types : [type]
}

/** @param {Context} context @param {ts.Type} given @param {CatalogueNode} node @param {string} place */
function compareValue(context, given, node, place) {
  const wanted = findWanted(context, given, node, place)
  if (wanted === undefined) return
  const found = context.checker.typeToString(given)
  context.comparison.differences.push(`${place || '(root)'}: ${found} is not ${wanted}`)
}

/** Compares what is inside a value; gives what it had to be, where it is something else. @param {Context} context @param {ts.Type} given @param {CatalogueNode} node @param {string} place @returns {string | undefined} */
function findWanted(context, given, node, place) {
  const { checker } = context
  if (node.type === 'any') return given.flags & ts.TypeFlags.Unknown ? undefined : 'unknown'
  const isNullable = listMembers(given).some(({ flags }) => flags & ts.TypeFlags.Null)
  if (isNullable !== Boolean(node.nullable)) return node.nullable ? 'nullable' : 'without null'
  const type = isNullable ? checker.getNonNullableType(given) : given
  if (node.type === 'boolean') return type.flags & ts.TypeFlags.Boolean ? undefined : 'a boolean'
  if (node.type === 'file') return type.symbol?.name === 'Blob' ? undefined : 'a Blob'
  if (node.type === 'array') {
    const [item] = checker.isArrayType(type) ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (type)) : []
    if (!item || type.symbol.name !== 'ReadonlyArray') return 'a read-only list'
    compareValue(context, item, node.items ?? { type: 'any' }, `${place}[]`)
    return undefined
  }
  if (node.type !== 'object') return findWantedScalar(type, node)
  if (Object.keys(node.fields ?? {}).length === 0)
    return isRecord(checker, type) ? undefined : 'an object of any fields'
  if (!(type.flags & ts.TypeFlags.Object)) return 'an object'
  compareFields(context, type, node.fields ?? {}, place)
  return undefined
}

/** Compares texts and numbers: open where some values are documented. @param {ts.Type} type @param {CatalogueNode} node */
function findWantedScalar(type, node) {
  const isText = node.type === 'string'
  const plain = isText ? ts.TypeFlags.String : ts.TypeFlags.Number
  if (!node.enum) return type.flags & plain ? undefined : isText ? 'a string' : 'a number'
  const members = listMembers(type)
  const values = members.flatMap((member) => (member.isStringLiteral() || member.isNumberLiteral() ? member.value : []))
  const rest = members.filter((member) => member.isIntersection() && member.types.some(({ flags }) => flags & plain))
  const isSame = values.length === new Set(node.enum).size && values.every((value) => node.enum?.includes(value))
  const isOpen = rest.length === 1 && members.length === values.length + 1
  return isSame && isOpen ? undefined : `open with ${node.enum.join(', ')}`
}

/** @param {Context} context @param {ts.Type} type @param {NonNullable<CatalogueNode['fields']>} fields @param {string} place */
function compareFields(context, type, fields, place) {
  const { checker, options, comparison } = context
  const properties = new Map(checker.getPropertiesOfType(type).map((property) => [property.name, property]))
  const at = (/** @type {string} */ name) => (place ? `${place}.${name}` : name)
  const report = (/** @type {string} */ name, /** @type {string} */ fault) =>
    void comparison.differences.push(`${at(name)}: ${fault}`)
  for (const name of properties.keys()) if (!Object.hasOwn(fields, name)) report(name, 'is not documented')
  if (checker.getIndexInfosOfType(type).length > 0) report('*', 'any field is possible')
  for (const [name, field] of Object.entries(fields)) {
    const property = properties.get(name)
    if (!property) {
      report(name, 'is missing')
      continue
    }
    comparison.fields++
    const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional)
    if (isOptional !== options.optional(field, at(name))) report(name, isOptional ? 'is optional' : 'is not optional')
    const [declaration] = property.declarations ?? []
    const isReadOnly = declaration && ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly
    if (Boolean(isReadOnly) !== options.received) report(name, isReadOnly ? 'is read-only' : 'can be written')
    const takesUndefined = field.type === 'any' || Boolean(declaration && namesUndefined(declaration))
    if (!options.received && isOptional && !takesUndefined) report(name, 'cannot be undefined')
    const comment = ts.displayPartsToString(property.getDocumentationComment(checker))
    for (const word of listWords(field)) if (!comment.includes(word)) report(name, `its comment lacks ${word}`)
    compareValue(context, withoutUndefined(checker, property, isOptional), field, at(name))
  }
}

/** Tells whether a declared type is a union with `undefined`, which an optional member need not have. @param {ts.Declaration} declaration */
function namesUndefined(declaration) {
  const type = ts.isPropertySignature(declaration) ? declaration.type : undefined
  return type && ts.isUnionTypeNode(type) && type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword)
}

/** Words that the comment of a field has to have. @param {CatalogueNode} field @returns {string[]} */
function listWords(field) {
  const words = [field.term, field.unit, field.maxLength, field.minimum, field.maximum, field.maxItems]
  const isEncrypted = field.encrypted || (field.items?.encrypted && !field.items.items)
  return [...words, isEncrypted ? 'encrypted' : undefined]
    .filter((word) => word !== undefined)
    .map((word) => String(word).replace(/\s+/g, ' ').replaceAll('*/', '*\\/'))
}

/** The type of a property; where it is optional, without the `undefined` that comes of it. @param {ts.TypeChecker} checker @param {ts.Symbol} property @param {boolean} isOptional @returns {ts.Type} */
function withoutUndefined(checker, property, isOptional) {
  const type = checker.getTypeOfSymbol(property)
  if (!isOptional || type.flags & ts.TypeFlags.Unknown) return type
  const isNullable = listMembers(type).some(({ flags }) => flags & ts.TypeFlags.Null)
  const known = checker.getNonNullableType(type)
  return isNullable ? checker.getNullableType(known, ts.TypeFlags.Null) : known
}

/** Tells whether a type is `Record<string, unknown>`. @param {ts.TypeChecker} checker @param {ts.Type} type */
function isRecord(checker, type) {
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String)
  return Boolean(index && index.type.flags & ts.TypeFlags.Unknown) && checker.getPropertiesOfType(type).length === 0
}
