import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { chooseValue, isLeftOut, makeBoolean } from './choices.ts'
import type { Description } from './description.ts'
import { linkFiles } from './files.ts'
import { fitValue } from './fit.ts'
import { collectGiven, type Given, isObject } from './given.ts'
import { findSame, makeNumber } from './numbers.ts'
import type { DescribedRequest } from './request.ts'
import { makeText } from './text.ts'

/** What a response depends on besides the request. */
export interface ResponseContext {
  /** Number of the merchant or of the brand that calls. */
  readonly caller: string
  /** Origin of the sandbox, as it was called. */
  readonly origin: string
}

/** What the values of a response are made with. */
interface Making extends ResponseContext {
  readonly given: Given
  /** Number of the row, where there are several, as a text. */
  readonly row: string
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
  const json = makeObject(description.response, given.root, { ...context, given, row: '' }, 0)
  await linkFiles(json, given.root, context.origin)
  return json
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
  const lists = Object.values(object).filter((value) => Array.isArray(value))
  if (typeof object['total_count'] === 'number' && lists[0]) object['total_count'] = lists[0].length
  return object
}

/** Makes the value of a field; `near` is what the caller gave at the same place. */
function makeValue(node: CatalogueNode, name: string, near: unknown, making: Making, depth: number): unknown {
  const { given, row } = making
  if (node.type === 'array') return makeList(node, name, near, making, depth)
  if (node.type === 'object') {
    const beside = [near, given.byName.get(name)].find(isObject) ?? {}
    return node.fields ? makeObject(node, beside, making, depth) : beside
  }
  const same = findSame(name)
  for (const value of [near, given.byName.get(name), given.byName.get(same)]) {
    const fitted = fitValue(node, value)
    if (fitted !== undefined && (node.encrypted || !given.sensitive.has(String(fitted)))) return fitted
  }
  if (node.enum) return chooseValue(node.enum)
  const identity = `${given.identity} ${row}`
  switch (node.type) {
    case 'boolean':
      return makeBoolean(name)
    case 'integer':
    case 'number':
      return makeNumber(node, same, identity)
    default:
      if (node.format === 'json') return JSON.stringify(makeValue(node.contains ?? OBJECT, name, near, making, depth))
      return makeText(node, { identity, name: same, caller: making.caller, origin: making.origin })
  }
}

const OBJECT: CatalogueNode = { type: 'object', fields: {} }

function makeList(node: CatalogueNode, name: string, near: unknown, making: Making, depth: number): unknown[] {
  const { items = OBJECT, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = node
  const found = [near, making.given.byName.get(name)].find((value) => Array.isArray(value))
  const given: readonly unknown[] = (found as unknown[] | undefined) ?? []
  const usual = items.fields && depth === 1 ? ROWS : 1
  const length = Math.min(Math.max(given.length > 0 ? given.length : usual, minItems), maxItems)
  return Array.from({ length }, (_, index) =>
    makeValue(items, name, given[index], index === 0 ? making : { ...making, row: `${making.row}.${index}` }, depth),
  )
}
