// The types of the lists of operations, as the compiler reads them out of the built package, against the facts.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { KnownOperation } from './facts.mjs' */
/** @import ts from 'typescript' */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDemanded, isReliable, listNeededHeaders } from '../generate/facts.mjs'
import { compareType } from './compare-types.mjs'
import { nameOperation } from './facts.mjs'
import { createProgram, findExport } from './program.mjs'
import { toObject } from './requests.mjs'

const AREAS = fileURLToPath(new URL('../../packages/endpoints/dist/areas/', import.meta.url))

/**
 * @typedef {object} TypeProof
 * @property {ReadonlyMap<string, readonly string[]>} lists - names of the operations, in the lists' order, by list.
 * @property {number} operations - compared.
 * @property {Readonly<Record<'query' | 'request' | 'response', number>>} fields - compared.
 * @property {readonly string[]} faults - none where types and facts agree.
 */

/**
 * Compares the types of lists with the facts.
 *
 * @param {readonly KnownOperation[]} known
 * @param {(list: string) => boolean} [isWanted] - of a list. Default: all.
 * @returns {TypeProof}
 */
export function proveTypes(known, isWanted = () => true) {
  const files = readdirSync(AREAS).filter((name) => name.endsWith('.d.ts') && isWanted(name.replace('.d.ts', '')))
  const program = createProgram(files.map((name) => `${AREAS}${name}`))
  const checker = program.getTypeChecker()
  const factsByName = new Map(known.map((one) => [one.name, one]))
  /** @type {Map<string, readonly string[]>} */
  const lists = new Map()
  /** @type {string[]} */
  const faults = []
  const fields = { query: 0, request: 0, response: 0 }
  let operations = 0
  for (const file of files) {
    const list = file.replace('.d.ts', '')
    const symbol = findExport(program, `${AREAS}${file}`, 'operations')
    const types = checker.getTypeArguments(/** @type {ts.TypeReference} */ (checker.getTypeOfSymbol(symbol)))
    lists.set(
      list,
      types.map((type) => {
        const name = nameOperation({
          method: readLiteral(checker, type, 'method'),
          path: readLiteral(checker, type, 'path'),
        })
        const one = factsByName.get(name)
        if (!one || one.decision.kind === 'left out') faults.push(`${list}: ${name} is in no document, or left out`)
        else if (one.decision.kind === 'generated' && list !== 'all') {
          operations += 1
          compareOperation(checker, type, one.facts, {
            onFault: (fault) => faults.push(`${name}: ${fault}`),
            onFields: (part, count) => {
              fields[part] += count
            },
          })
        }
        return name
      }),
    )
  }
  return { lists, operations, fields, faults }
}

/** @param {ts.TypeChecker} checker @param {ts.Type} type @param {string} name */
function readMember(checker, type, name) {
  const symbol = checker.getPropertyOfType(type, name)
  return symbol && checker.getTypeOfSymbol(symbol)
}

/** Reads a member whose type is one text; empty if it is not. @param {ts.TypeChecker} checker @param {ts.Type} type @param {string} name */
function readLiteral(checker, type, name) {
  const member = readMember(checker, type, name)
  return member?.isStringLiteral() ? member.value : ''
}

/** Reads the type of a schema's input, from where valibot's schemas have it. @param {ts.TypeChecker} checker @param {ts.Type | undefined} schema */
function readInput(checker, schema) {
  const types = schema && readMember(checker, schema, '~types')
  return types && readMember(checker, checker.getNonNullableType(types), 'input')
}

/**
 * Compares the members of an operation, and the fields of its query, request and response.
 *
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @param {CatalogueOperation} facts
 * @param {{ onFault: (fault: string) => void, onFields: (part: 'query' | 'request' | 'response', count: number) => void }} report
 */
function compareOperation(checker, type, facts, { onFault, onFields }) {
  const expected = listMembers(facts)
  const members = checker.getPropertiesOfType(type).map(({ name }) => name)
  if (members.sort().join() !== Object.keys(expected).sort().join()) {
    onFault(`has ${members}, documented are ${Object.keys(expected).sort()}`)
  }
  for (const name of /** @type {const} */ (['query', 'request', 'response'])) {
    const node = expected[name]
    if (!node) continue
    const input = readInput(checker, readMember(checker, type, name))
    if (!input) {
      onFault(`${name} has no type`)
      continue
    }
    const received = name === 'response'
    const optional = (/** @type {CatalogueNode} */ field) => !(received ? isReliable(field, facts) : isDemanded(field))
    const { fields, differences } = compareType(checker, input, node, { optional, received })
    onFields(name, fields)
    for (const difference of differences) onFault(`${name}.${difference}`)
  }
  if (expected.form) compareForm(checker, readMember(checker, type, 'form'), expected.form, onFault)
  const transfer = expected.transfer ?? ''
  if (readLiteral(checker, type, 'transfer') !== transfer) onFault(`is no ${transfer || 'ordinary call'}`)
  const number = expected.idempotencyField ?? ''
  if (readLiteral(checker, type, 'idempotencyField') !== number) onFault(`is recognised by ${number || 'no number'}`)
  const headers = readMember(checker, type, 'headers')
  const names = headers
    ? checker
        .getTypeArguments(/** @type {ts.TypeReference} */ (headers))
        .map((one) => one.isStringLiteral() && one.value)
    : []
  if (names.join() !== (expected.headers ?? []).join()) onFault(`needs the headers ${names}, not ${expected.headers}`)
}

/** Compares the form of an upload: the name of the file's part, and the further parts. @param {ts.TypeChecker} checker @param {ts.Type | undefined} type @param {Form} form @param {(fault: string) => void} onFault */
function compareForm(checker, type, { file = '', fields }, onFault) {
  if (!type || readLiteral(checker, type, 'file') !== file) onFault(`form.file is not ${file || 'left out'}`)
  const input = type && readInput(checker, readMember(checker, type, 'fields'))
  if (Boolean(input) !== Boolean(fields)) onFault(`form.fields ${fields ? 'are missing' : 'are in no document'}`)
  if (!input || !fields) return
  const optional = (/** @type {CatalogueNode} */ field) => !isDemanded(field)
  const { differences } = compareType(checker, input, fields, { optional, received: false })
  for (const difference of differences) onFault(`form.fields.${difference}`)
}

/** Parts of a form that are not as of most: the file's name where it is not `file`, and further parts. @typedef {{ file?: string, fields?: CatalogueNode }} Form */

/** Finds such parts of an upload. @param {CatalogueOperation} facts @returns {Form | undefined} */
function findForm({ form = [] }) {
  const file = form.find(({ type, name }) => type === 'file' && name !== 'file')?.name
  const others = form.filter(({ name, type }) => name !== 'meta' && type !== 'file')
  if (!file && others.length === 0) return undefined
  const fields = others.length > 0 ? toObject(others) : undefined
  return { ...(file ? { file } : {}), ...(fields ? { fields } : {}) }
}

/** The members that the type of an operation must have. @param {CatalogueOperation} facts */
function listMembers(facts) {
  const { method, path, query, json, form, response, upload, download, idempotency } = facts
  const meta = form?.find(({ name }) => name === 'meta')?.contains
  const success = Object.entries(response).find(([status]) => /^2\d\d$/.test(status))?.[1]
  const headers = listNeededHeaders(facts)
  /** @type {{ method: string, path: string, query?: CatalogueNode, request?: CatalogueNode, response?: CatalogueNode, transfer?: string, headers?: readonly string[], idempotencyField?: string, form?: Form }} */
  const members = { method, path }
  // A query holds no null.
  if (query)
    members.query = {
      type: 'object',
      fields: Object.fromEntries(query.map(({ name, nullable: _, ...node }) => [name, node])),
    }
  const request = upload ? meta : json
  if (request) members.request = request
  if (success) members.response = success
  if (upload || download) members.transfer = upload ? 'upload' : 'download'
  if (headers.length > 0) members.headers = headers
  if (idempotency) members.idempotencyField = idempotency.field
  const parts = findForm(facts)
  if (parts) members.form = parts
  return members
}
