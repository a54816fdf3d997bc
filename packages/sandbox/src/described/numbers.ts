import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { hashText } from './hash.ts'

/** Names of amounts. */
const AMOUNT = /amount|fee|total|price|balance|refund|money|fund|threshold|minimum|advance|deposit/

/** Ranges of numbers by the name of their field; the first rule that fits decides. */
const RANGES: readonly (readonly [RegExp, readonly [number, number]])[] = [
  [/^(?:offset|seq|.*_index|fail_\w+|.*discount\w*|.*contribute\w*|.*paying\w*)$/, [0, 0]],
  [/^limit$/, [20, 20]],
  [AMOUNT, [100, 10_000]],
  [/rate|percent|ratio/, [1, 100]],
  [/time|date/, [0, 86_399]],
  [/count|num|quantity|days|duration|hours|minutes|seconds|level|index|week_day/, [1, 5]],
  [/id$|^id$|no$/, [1_000_000_000, 1_999_999_999]],
]

/** Names of amounts that are the same as another of their object, unless there is a discount: there is none. */
const SAME: Readonly<Record<string, string>> = {
  payer_total: 'total',
  payer_refund: 'refund',
  payer_currency: 'currency',
  settlement_refund: 'refund',
  settlement_total: 'total',
}

/** Gives the name of the field whose value this one repeats; its own where it repeats none. */
export function findSame(name: string): string {
  return Object.hasOwn(SAME, name) ? (SAME[name] ?? name) : name
}

/**
 * Makes a number: of fen as a whole, of yuan with a fraction, within what is documented. No amount is above the least one
 * that the caller gave, so that no part is more than its whole.
 */
export function makeNumber(
  node: CatalogueNode,
  name: string,
  identity: string,
  leastAmount: number | undefined,
): number {
  const range = RANGES.find(([expression]) => expression.test(name))?.[1] ?? [1, 100]
  const ceiling = AMOUNT.test(name) ? (leastAmount ?? range[1]) : range[1]
  const [from, to] = range.map((limit) => Math.min(limit, ceiling)) as [number, number]
  const least = node.minimum ?? Math.min(from, node.maximum ?? from)
  const greatest = Math.max(least, Math.min(node.maximum ?? Number.POSITIVE_INFINITY, Math.max(to, least)))
  const number = least + (hashText(`${name} ${identity}`) % (greatest - least + 1))
  return node.unit === 'yuan' && node.type === 'number' ? Math.min(greatest, number + 0.5) : number
}
