import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import type { Description } from './description.ts'
import type { DescribedRequest } from './request.ts'

/** What the caller gave. */
export interface Given {
  /** All parts of the request in one object. */
  readonly root: Readonly<Record<string, unknown>>
  /** Values at any depth by the name of their field; of several, the one that is nearest to the root. */
  readonly byName: ReadonlyMap<string, unknown>
  /** Texts that came encrypted: a response repeats them where it encrypts them again, and nowhere else. */
  readonly sensitive: ReadonlySet<string>
  /** The caller's own number of what the call is about; without one, all that he gave. */
  readonly identity: string
}

/** Names of the caller's own numbers. */
const OWN_NUMBER = /^(?:combine_)?out_\w*(?:no|code|number|id)$|_request_no$|^req_ssn$|^business_code$/

/** Collects what the caller gave. */
export function collectGiven(
  { params: paramsNode, query: queryNode, json: jsonNode }: Description,
  { params, query, json }: Pick<DescribedRequest, 'params' | 'query' | 'json'>,
): Given {
  const root = { ...json, ...query, ...params }
  const byName = new Map<string, unknown>()
  let level: readonly unknown[] = [root]
  while (level.length > 0) {
    for (const [name, value] of level.flatMap(listFields)) if (!byName.has(name)) byName.set(name, value)
    level = level.flatMap(listInner)
  }
  const sensitive = new Set<string>()
  collectSensitive(paramsNode, params, sensitive)
  collectSensitive(queryNode, query, sensitive)
  if (jsonNode) collectSensitive(jsonNode, json, sensitive)
  const own = [...byName].find(([name, value]) => OWN_NUMBER.test(name) && typeof value === 'string')
  return { root, byName, sensitive, identity: own ? String(own[1]) : JSON.stringify(root) }
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

function collectSensitive(node: CatalogueNode, value: unknown, found: Set<string>): void {
  if (node.encrypted && typeof value === 'string') found.add(value)
  if (Array.isArray(value) && node.items) for (const item of value) collectSensitive(node.items, item, found)
  if (!isObject(value)) return
  for (const [name, field] of Object.entries(node.fields ?? {})) collectSensitive(field, value[name], found)
}

/** Tells whether a value is an object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
