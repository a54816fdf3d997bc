import type { Description } from './description.ts'
import type { DescribedRequest } from './request.ts'

/** Values that the caller gave. */
export interface Given {
  /** All parts of the request in one object. */
  readonly root: Readonly<Record<string, unknown>>
  /** Values at any depth by the name of their field; of several, the one that is nearest to the root. */
  readonly byName: ReadonlyMap<string, unknown>
  /** The caller's own number of what the call is about; without one, all that he gave. */
  readonly identity: string
  /** The least amount that the caller gave; `undefined` where he gave none. */
  readonly leastAmount: number | undefined
}

/** Names of the caller's own numbers. */
const OWN_NUMBER = /^(?:combine_)?out_\w*(?:no|code|number|id)$|_request_no$|^req_ssn$|^business_code$/

/** Those of what came before: a refund names the order too. */
const EARLIER = /^out_(?:trade|order|batch)_no$/

/** Names of amounts. */
const AMOUNT = /^(?:total|refund|amount|.*_amount|.*_fee)$/

/** Collects what the caller gave. */
export function collectGiven(
  { operation }: Description,
  { params, query, json }: Pick<DescribedRequest, 'params' | 'query' | 'json'>,
): Given {
  const root = { ...json, ...query, ...params }
  const byName = new Map<string, unknown>()
  let level: readonly unknown[] = [root]
  while (level.length > 0) {
    for (const [name, value] of level.flatMap(listFields)) if (!byName.has(name)) byName.set(name, value)
    level = level.flatMap(listInner)
  }
  const numbers = [...byName].filter(([name, value]) => OWN_NUMBER.test(name) && typeof value === 'string')
  const [own] = numbers.sort(([a], [b]) => rank(a) - rank(b))
  const amounts = [...byName].filter(
    ([name, value]) => AMOUNT.test(name) && Number.isInteger(value) && Number(value) > 0,
  )
  return {
    root,
    byName,
    identity: own ? String(own[1]) : JSON.stringify(root),
    leastAmount: amounts.length > 0 ? Math.min(...amounts.map(([, value]) => Number(value))) : undefined,
  }

  function rank(name: string): number {
    if (name === operation.idempotency?.field) return 0
    return EARLIER.test(name) ? 2 : 1
  }
}

/** Finds the caller's own number of what WeChat Pay's number stands for: `out_batch_no` for `batch_id`. */
export function findOwnNumber(name: string, { byName }: Given): string | undefined {
  const [, subject] = /^(\w+)_(?:id|no)$/.exec(name === 'transaction_id' ? 'trade_no' : name) ?? []
  const value = byName.get(`out_${subject}_no`)
  return subject !== undefined && typeof value === 'string' ? value : undefined
}

function listFields(value: unknown): readonly [string, unknown][] {
  return isObject(value) ? Object.entries(value) : []
}

/** Lists what lies directly in a value. */
function listInner(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).filter((one) => typeof one === 'object')
    : []
}

/** Tells whether a value is an object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
