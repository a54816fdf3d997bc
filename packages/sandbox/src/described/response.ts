import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { chooseValue, isLeftOut, makeBoolean } from './choices.ts'
import type { Description } from './description.ts'
import { linkFiles } from './files.ts'
import { fitValue } from './fit.ts'
import { collectGiven, findOwnNumber, type Given, isObject } from './given.ts'
import { findSame, makeNumber } from './numbers.ts'
import type { DescribedRequest } from './request.ts'
import { makeText } from './text.ts'

/** Facts that a response depends on besides the request. */
export interface ResponseContext {
  /** Number of the merchant or of the brand that calls. */
  readonly caller: string
  /** Origin of the sandbox, as it was called. */
  readonly origin: string
}

/** Sources that the values of a response are made with. */
interface Making extends ResponseContext {
  readonly given: Given
  /** Numbers of the rows that lead to the value, but for the first one. */
  readonly row: string
  /** Whether the value is in a row: there, lists and objects of the caller are repeated in their own place alone. */
  readonly isInRow: boolean
}

/** Rows of a list that the caller did not give: at the root, and deeper. */
const ROWS = 2

/**
 * Makes the JSON of the response to a call, in plain text; `undefined` where the description says that there is none. It is
 * the same one for the same call: fields that the caller gave have his values, all others are made of his own number of
 * what the call is about, such as `out_batch_no`, and tell of a success. Lists have one or two rows, or as many as the
 * caller gave; `total_count` counts them. Nothing is remembered.
 */
export async function createDescribedResponse(
  description: Description,
  request: Pick<DescribedRequest, 'params' | 'query' | 'json'>,
  context: ResponseContext,
): Promise<Record<string, unknown> | undefined> {
  if (!description.response) return undefined
  const given = collectGiven(description, request)
  const json = makeObject(description.response, given.root, { ...context, given, row: '', isInRow: false }, 0)
  await linkFiles(json, given.root, context.origin)
  return json
}

/**
 * Makes the resource of a notification by its description: the same one for the same identity. `root` holds the values
 * that it is to have, at their places.
 */
export function createDescribedResource(
  node: CatalogueNode,
  root: Readonly<Record<string, unknown>>,
  byName: ReadonlyMap<string, unknown>,
  { identity, ...context }: ResponseContext & { readonly identity: string },
): Record<string, unknown> {
  const given: Given = { root, byName, identity, leastAmount: undefined }
  return makeObject(node, root, { ...context, given, row: '', isInRow: false }, 0)
}

function makeObject(
  node: CatalogueNode,
  near: Readonly<Record<string, unknown>>,
  making: Making,
  depth: number,
): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(node.fields ?? {})) {
    // Of two spellings, the official one.
    if (field.misspelt || isLeftOut(name, field)) continue
    object[name] = makeValue(field, name, near[name], making, depth + 1)
  }
  for (const name of COUNTS) if (typeof object[name] === 'number') paginate(object, name, making.given)
  return object
}

/** Fields that count the rows of the list beside them. */
const COUNTS = ['total_count', 'download_bill_count']

/** Counts the rows of the list beside a count, and leaves those that the page asked for. */
function paginate(object: Record<string, unknown>, count: string, { root }: Given): void {
  const [found] = Object.entries(object).filter(([, value]) => Array.isArray(value))
  if (!found) return
  const [name, rows] = found as [string, unknown[]]
  const [offset, limit] = [Number(root['offset'] ?? 0), Number(root['limit'] ?? rows.length)]
  object[count] = rows.length
  object[name] = rows.slice(offset, offset + limit)
}

/** Makes the value of a field; `near` is what the caller gave at the same place. */
function makeValue(node: CatalogueNode, name: string, near: unknown, making: Making, depth: number): unknown {
  const { given, row } = making
  if (node.type === 'array') return makeList(node, name, near, making, depth)
  if (node.type === 'object') {
    const beside = [near, making.isInRow ? undefined : given.byName.get(name)].find(isObject) ?? {}
    return node.fields ? makeObject(node, beside, making, depth) : beside
  }
  const same = findSame(name)
  for (const value of [near, given.byName.get(name), given.byName.get(same)]) {
    const fitted = fitValue(node, value)
    if (fitted !== undefined) return fitted
  }
  if (node.enum) return chooseValue(node.enum)
  const identity = `${findOwnNumber(name, given) ?? given.identity} ${row}`
  switch (node.type) {
    case 'boolean':
      return makeBoolean(name)
    case 'integer':
    case 'number':
      return makeNumber(node, same, identity, given.leastAmount)
    default:
      if (node.format === 'json') return JSON.stringify(makeValue(node.contains ?? OBJECT, name, near, making, depth))
      return makeText(node, { identity, name: same, caller: making.caller, origin: making.origin })
  }
}

const OBJECT: CatalogueNode = { type: 'object', fields: {} }
const ANY: CatalogueNode = { type: 'any' }

function makeList(node: CatalogueNode, name: string, near: unknown, making: Making, depth: number): unknown[] {
  const { items = ANY, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = node
  const found = [near, making.isInRow ? undefined : making.given.byName.get(name)].find(Array.isArray)
  const given: readonly unknown[] = found ?? []
  const usual = /fail|error/.test(name) ? 0 : items.fields && depth === 1 ? ROWS : 1
  const length = Math.min(Math.max(given.length > 0 ? given.length : usual, minItems), maxItems)
  return Array.from({ length }, (_, index) => {
    const row = index === 0 ? making.row : `${making.row}.${index}`
    return makeValue(items, name, given[index], { ...making, row, isInRow: true }, depth)
  })
}
