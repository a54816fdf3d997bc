// All operations of the catalogue as the site shows them: each with its area, its address and what the packages make of it.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
import { areas, readArea } from '@wechatpay-kit/catalogue'
import { chooseList } from '../../../../tools/generate/endpoints.mjs'
import { decide, toFile } from '../../../../tools/generate/facts.mjs'

/**
 * @typedef {object} SiteOperation
 * @property {string} area - list of `@wechatpay-kit/endpoints/areas/` that has it.
 * @property {CatalogueOperation} facts
 * @property {string} file - its module below `@wechatpay-kit/endpoints/`: `v3/pay/transactions/id/_transaction_id_`.
 * @property {string} slug - of its page: `operations/v3/pay/transactions/id/_transaction_id_/get`.
 * @property {import('../../../../tools/generate/facts.mjs').Decision} decision - whether the packages have it.
 */

/** @typedef {{ name: string, operations: readonly SiteOperation[] }} SiteArea */

/**
 * Reads the areas with their operations, in the order of the alphabet.
 *
 * @param {readonly string[]} [wanted] - names of areas; default all.
 * @returns {Promise<readonly SiteArea[]>}
 */
export async function readAreas(wanted) {
  /** @type {Map<string, SiteOperation[]>} */
  const byArea = new Map()
  for (const source of areas) {
    for (const facts of await readArea(source)) {
      const area = chooseList(source, facts.path)
      if (wanted && !wanted.includes(area)) continue
      byArea.set(area, [...(byArea.get(area) ?? []), describeOperation(area, facts)])
    }
  }
  return [...byArea]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, operations]) => ({ name, operations }))
}

/** @param {string} area @param {CatalogueOperation} facts @returns {SiteOperation} */
function describeOperation(area, facts) {
  const file = toFile(facts.path)
  return { area, facts, file, slug: toSlug(facts), decision: decide(facts) }
}

/** The address of an operation's page, without the language. @param {{ readonly method: string, readonly path: string }} operation */
function toSlug({ method, path }) {
  return `operations/${toFile(path)}/${method.toLowerCase()}`
}

/** Tells whether the packages have an operation, so that there is code for it. @param {SiteOperation} operation */
export function isTyped({ decision }) {
  return decision.kind !== 'left out'
}

/** The products of an area, the most frequent first. @param {SiteArea} area @param {number} [limit] */
export function listProducts({ operations }, limit = 3) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { facts } of operations) for (const tag of facts.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, limit)
    .map(([tag]) => tag)
}
