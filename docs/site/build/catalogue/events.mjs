// The event types of notifications, with the kinds of each, as the types of the client are made of; and the operations they belong to.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
import { dataFolder } from '../../../../tools/catalogue/write.mjs'
import { readKinds } from '../../../../tools/generate/notification-kinds.mjs'

/** @typedef {import('../../../../tools/generate/notification-kinds.mjs').NotificationKind} NotificationKind */

/**
 * @typedef {object} SiteEvent
 * @property {string} type - `TRANSACTION.SUCCESS`.
 * @property {string} slug - of its page.
 * @property {string} title - Chinese; empty where the type was renamed.
 * @property {string | undefined} movedTo - type that took its place.
 * @property {readonly NotificationKind[]} kinds - told apart by `original_type`.
 */

/** Reads the event types, in the order of the alphabet. @returns {readonly SiteEvent[]} */
export function readEvents() {
  /** @type {Map<string, NotificationKind[]>} */
  const byType = new Map()
  for (const kind of readKinds(dataFolder)) byType.set(kind.event, [...(byType.get(kind.event) ?? []), kind])
  return [...byType].map(([type, kinds]) => {
    const own = findOwn(type, kinds)
    const { title, movedTo } = own
    const ordered = [...kinds].sort((one, other) => Number(other.record === own) - Number(one.record === own))
    return { type, slug: toEventSlug(type), title, movedTo, kinds: ordered }
  })
}

/** The record that gives an event type its title: the one that has no other type before it. @param {string} type @param {readonly NotificationKind[]} kinds */
function findOwn(type, kinds) {
  const [kind] = kinds.filter(({ record }) => record.events[0] === type)
  const found = kind ?? kinds[0]
  if (!found) throw new Error(`No record has the event type ${type}.`)
  return found.record
}

/** The address of an event type's page, without the language. @param {string} type */
export function toEventSlug(type) {
  return `events/${type.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
}

/**
 * Finds the member of a request by which its caller knows what it makes, if something is told about it later: the same
 * rule as that of the command `operation`.
 *
 * @param {CatalogueOperation} operation
 */
export function findOwnNumber({ json }) {
  const fields = Object.entries(json?.fields ?? {})
  if (!fields.some(([name]) => name.endsWith('notify_url'))) return undefined
  return fields.find(([name, { required }]) => required && /^out_\w+_no$/.test(name))?.[0]
}

/** Products that event types are named after, with the areas whose operations they tell of; others tell of any. @type {Readonly<Record<string, readonly string[]>>} */
const PRODUCTS = {
  CREDIT_REPAYMENT: ['credit-repayment'],
  ENTRUST: ['papay', 'pay', 'ecommerce'],
  HIRE_POWER_BANK: ['hire-power-bank'],
  MEDICAL_INSURANCE: ['med-ins'],
  PAYSCORE: ['payscore'],
  PROFITSHARING: ['brand', 'ecommerce', 'profitsharing'],
  VEHICLE: ['vehicle'],
  WEBIZPAY: ['webizpay'],
}

/** Numbers of something that was made for another number: what carries the first of a pair tells of that. */
const OF_ANOTHER = [['out_refund_no', 'out_trade_no']]

/**
 * Tells whether an event type tells what became of an operation's own number.
 *
 * @param {SiteEvent} event
 * @param {string} field - by {@link findOwnNumber}.
 * @param {string} area - of the operation.
 */
export function tellsOf({ type, kinds }, field, area) {
  const product = Object.keys(PRODUCTS).find((name) => type.startsWith(`${name}.`))
  if (product && !PRODUCTS[product]?.includes(area)) return false
  return kinds.some(({ resource: { fields = {} } }) => {
    const isOfAnother = OF_ANOTHER.some(([own = '', other]) => other === field && fields[own])
    return fields[field] !== undefined && !isOfAnother
  })
}

/** Lists the event types that tell what became of an operation. @param {import('./operations.mjs').SiteOperation} operation @param {readonly SiteEvent[]} events */
export function listEventsOf({ facts, area }, events) {
  const field = findOwnNumber(facts)
  return field === undefined ? [] : events.filter((event) => tellsOf(event, field, area))
}
