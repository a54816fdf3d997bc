// Generated types against the facts, by the compiler's own view of the types: names, types, optional fields, values.
import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import ts from 'typescript'

/** Expectations beyond the node itself. */
export interface ComparisonOptions {
  /** Tells whether a field may be left out; a place is `amount.total` or `list[].name`. */
  readonly optional: (field: CatalogueNode, place: string) => boolean
  /** `true` where members are read-only. */
  readonly received: boolean
}

/** Result of a comparison. */
export interface Comparison {
  /** Count of the fields that were compared. */
  fields: number
  /** One sentence each, with the place. */
  readonly differences: string[]
}

/**
 * Compares a type with the node of the catalogue that it was made of, all the way down.
 *
 * @param checker - of the program that the type is of.
 * @param type - as the compiler sees it.
 * @param node - the facts.
 * @returns how many fields were compared, and every difference.
 */
export function compareType(
  checker: ts.TypeChecker,
  type: ts.Type,
  node: CatalogueNode,
  options: ComparisonOptions,
): Comparison {
  const comparison: Comparison = { fields: 0, differences: [] }
  compareValue({ checker, options, comparison }, type, node, '')
  return comparison
}

/**
 * Makes a program of texts and files.
 *
 * @param roots - paths of files.
 * @param texts - by path; where one is given, no file is read.
 */
export function createProgram(roots: readonly string[], texts: Readonly<Record<string, string>> = {}): ts.Program {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (name) => name in texts || fileExists(name)
  host.getSourceFile = (name, version, ...rest) => {
    const text = texts[name]
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version)
  }
  return ts.createProgram([...roots, ...Object.keys(texts)], options, host)
}

/** Finds the type that a file exports under a name. */
export function findType(program: ts.Program, file: string, name: string): ts.Type {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const symbol = source && checker.getSymbolAtLocation(source)
  const found = symbol && checker.getExportsOfModule(symbol).find((exported) => exported.name === name)
  if (!found) throw new Error(`${file} exports no ${name}.`)
  return checker.getDeclaredTypeOfSymbol(found)
}

/** Members of a union; a type that is none is its own only one. */
export function listMembers(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}

interface Context {
  readonly checker: ts.TypeChecker
  readonly options: ComparisonOptions
  readonly comparison: Comparison
}

function compareValue(context: Context, given: ts.Type, node: CatalogueNode, place: string): void {
  const wanted = findWanted(context, given, node, place)
  if (wanted === undefined) return
  const found = context.checker.typeToString(given)
  context.comparison.differences.push(`${place || '(root)'}: ${found} is not ${wanted}`)
}

/** Compares what is inside a value; gives what it had to be, where it is something else. */
function findWanted(context: Context, given: ts.Type, node: CatalogueNode, place: string): string | undefined {
  const { checker } = context
  if (node.type === 'any') return given.flags & ts.TypeFlags.Unknown ? undefined : 'unknown'
  const isNullable = listMembers(given).some(({ flags }) => flags & ts.TypeFlags.Null)
  if (isNullable !== Boolean(node.nullable)) return node.nullable ? 'nullable' : 'without null'
  const type = isNullable ? checker.getNonNullableType(given) : given
  if (node.type === 'boolean') return type.flags & ts.TypeFlags.Boolean ? undefined : 'a boolean'
  if (node.type === 'file') return type.symbol?.name === 'Blob' ? undefined : 'a Blob'
  if (node.type === 'array') {
    const [item] = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : []
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

/** Compares texts and numbers: open where some values are documented. */
function findWantedScalar(type: ts.Type, node: CatalogueNode): string | undefined {
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

function compareFields(
  context: Context,
  type: ts.Type,
  fields: NonNullable<CatalogueNode['fields']>,
  place: string,
): void {
  const { checker, options, comparison } = context
  const properties = checker.getPropertiesOfType(type)
  const at = (name: string) => (place ? `${place}.${name}` : name)
  const report = (name: string, fault: string) => void comparison.differences.push(`${at(name)}: ${fault}`)
  const names = Object.keys(fields)
  for (const { name } of properties) if (!names.includes(name)) report(name, 'is not documented')
  if (checker.getIndexInfosOfType(type).length > 0) report('*', 'any field is possible')
  for (const [name, field] of Object.entries(fields)) {
    const property = properties.find((candidate) => candidate.name === name)
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
    const comment = ts.displayPartsToString(property.getDocumentationComment(checker))
    for (const word of listWords(field)) if (!comment.includes(word)) report(name, `its comment lacks ${word}`)
    compareValue(context, withoutUndefined(checker, property, isOptional), field, at(name))
  }
}

/** Words that the comment of a field has to have. */
function listWords(field: CatalogueNode): string[] {
  const words = [field.term, field.unit, field.maxLength, field.minimum, field.maximum, field.maxItems]
  if (field.encrypted || (field.items?.encrypted && !field.items.items)) words.push('encrypted')
  return words
    .filter((word) => word !== undefined)
    .map((word) => String(word).replace(/\s+/g, ' ').replaceAll('*/', '*\\/'))
}

/** The type of a property; where it is optional, without the `undefined` that comes of it. */
function withoutUndefined(checker: ts.TypeChecker, property: ts.Symbol, isOptional: boolean): ts.Type {
  const type = checker.getTypeOfSymbol(property)
  if (!isOptional || type.flags & ts.TypeFlags.Unknown) return type
  const isNullable = listMembers(type).some(({ flags }) => flags & ts.TypeFlags.Null)
  const known = checker.getNonNullableType(type)
  return isNullable ? checker.getNullableType(known, ts.TypeFlags.Null) : known
}

/** Tells whether a type is `Record<string, unknown>`. */
function isRecord(checker: ts.TypeChecker, type: ts.Type): boolean {
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String)
  return Boolean(index && index.type.flags & ts.TypeFlags.Unknown) && checker.getPropertiesOfType(type).length === 0
}
