// The kinds of notifications: the records of the catalogue, told apart, and the facts that they lack.
/** @import { CatalogueNode, CatalogueNotification, CatalogueOperation } from '@wechatpay-kit/catalogue' */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Overlays } from '../catalogue/overlay.mjs'
import { overlayFolder } from '../catalogue/write.mjs'

/**
 * @typedef {object} NotificationKind
 * @property {string} event - the event type.
 * @property {string[]} originalTypes - values of `original_type` with which this kind comes; empty where none is known.
 * @property {CatalogueNotification} record - the record that describes it.
 * @property {CatalogueNode} resource - its decrypted resource.
 */

/**
 * Operations whose response is what the resource of a notification is. The record of `TRANSACTION.SUCCESS` was put together
 * from pages about parking, profit sharing and others: it lacks fields of ordinary payments, and has those of combined
 * orders in a wrong place. WeChat Pay's SDK for Go reads the resource into the type of these responses
 * (core/notify/example_test.go); documents merchant/4012791858, partner/4012738964, merchant/4012557006.
 */
const RESPONSES = [
  {
    event: 'TRANSACTION.SUCCESS',
    originalType: 'transaction',
    operations: [
      { area: 'pay', path: '/v3/pay/transactions/id/{transaction_id}' },
      { area: 'pay', path: '/v3/pay/partner/transactions/id/{transaction_id}' },
      { area: 'combine-transactions', path: '/v3/combine-transactions/out-trade-no/{combine_out_trade_no}' },
    ],
  },
]

/**
 * Reads the kinds of notifications, in the order of their event types.
 *
 * @param {string} folder - of the catalogue's JSON files.
 * @returns {NotificationKind[]}
 */
export function readKinds(folder) {
  const records = /** @type {CatalogueNotification[]} */ (readRecords(folder, 'notifications'))
  const events = [...new Set(records.flatMap(({ events }) => events))].sort()
  return events.flatMap((event) => {
    const ofEvent = records.filter(({ events }) => events.includes(event))
    return ofEvent.map((record) => {
      const originalTypes = chooseOriginalTypes(record, ofEvent)
      return { event, originalTypes, record, resource: addResponses(event, originalTypes, record.resource, folder) }
    })
  })
}

/**
 * Tells whether a field always comes. Documents say it with `required`; but a record that was put together from several
 * pages demands what any of them demands, such as `mchid` and `sp_mchid` at once: it promises nothing.
 *
 * @param {CatalogueNode} field
 * @param {CatalogueNotification} record - that it is of.
 */
export function isPromised(field, record) {
  const pages = record.doc.length + (record.docOld?.length ?? 0)
  return Boolean(field.required && !field.requiredDisputed && !field.unconfirmed) && pages <= 1
}

/** Chooses the original types that are a record's own: one that a record with fewer of them has is that record's. @param {CatalogueNotification} record @param {CatalogueNotification[]} others */
function chooseOriginalTypes({ originalTypes = [] }, others) {
  return originalTypes.filter((type) =>
    others.every((other) => {
      const theirs = other.originalTypes ?? []
      return theirs.length >= originalTypes.length || !theirs.includes(type)
    }),
  )
}

/** @param {string} event @param {string[]} originalTypes @param {CatalogueNode} resource @param {string} folder */
function addResponses(event, originalTypes, resource, folder) {
  const same = RESPONSES.find((entry) => entry.event === event && originalTypes.includes(entry.originalType))
  return (same?.operations ?? []).reduce((node, { area, path }) => {
    const operations = /** @type {CatalogueOperation[]} */ (readRecords(folder, area))
    const response = operations.find((operation) => operation.method === 'GET' && operation.path === path)
      ?.response[200]
    if (!response) throw new Error(`GET ${path} is not in ${area}.json, or has no response: mend RESPONSES.`)
    return mergeNodes(node, response)
  }, resource)
}

/**
 * Adds what WeChat Pay's own code knows of a response: its fields, and values of an enumeration.
 *
 * @param {CatalogueNode} node
 * @param {CatalogueNode} response
 * @returns {CatalogueNode}
 */
function mergeNodes(node, response) {
  if (node.type === 'array' && response.type === 'array') {
    return node.items && response.items ? { ...node, items: mergeNodes(node.items, response.items) } : node
  }
  if (node.type !== 'object' || response.type !== 'object') {
    const values = new Set([...(response.enum ?? []), ...(node.enum ?? [])])
    return values.size > 0 ? { ...node, enum: [...values] } : node
  }
  const fields = { ...node.fields }
  for (const [name, field] of Object.entries(response.fields ?? {})) {
    if (field.unconfirmed) continue
    fields[name] = fields[name] ? mergeNodes(fields[name], field) : withoutUnconfirmed(field)
  }
  return { ...node, fields }
}

/** @param {CatalogueNode} node @returns {CatalogueNode} */
function withoutUnconfirmed(node) {
  return {
    ...node,
    ...(node.items && { items: withoutUnconfirmed(node.items) }),
    ...(node.fields && {
      fields: Object.fromEntries(
        Object.entries(node.fields).flatMap(([name, field]) =>
          field.unconfirmed ? [] : [[name, withoutUnconfirmed(field)]],
        ),
      ),
    }),
  }
}

/** The records of an area with its overlay. @param {string} folder @param {string} area @returns {unknown} */
function readRecords(folder, area) {
  return new Overlays(overlayFolder).lay(area, JSON.parse(readFileSync(join(folder, `${area}.json`), 'utf8')))
}
