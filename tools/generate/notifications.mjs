// The text of packages/client/src/notifications/events.ts: the resources of all notifications, and which event has which.
/** @import { NotificationKind } from './notification-kinds.mjs' */
import { formatKey, formatLiteral, isEncrypted, takeName, toPascalCase, writeInterface } from './interfaces.mjs'
import { isPromised, readKinds } from './notification-kinds.mjs'
import { HEADER } from './operations.mjs'

const IMPORT = "import type { NotificationWith, OtherText } from './envelope.ts'\n"

/**
 * Writes the types of all notifications.
 *
 * @param {string} folder - of the catalogue's JSON files.
 * @returns {string} text of the file.
 */
export function writeNotifications(folder) {
  const kinds = readKinds(folder)
  const names = new Set(['NotificationWith', 'NotificationsByEvent', 'OtherText'])
  /** @type {Map<unknown, { type: string, lines: string[] }>} */
  const resources = new Map()
  for (const { record, resource } of kinds) {
    if (resources.has(record)) continue
    const name = takeName(toPascalCase((record.events[0] ?? '').toLowerCase()), names)
    resources.set(record, writeResource(name, { record, resource }, names))
  }
  const events = [...new Set(kinds.map(({ event }) => event))]
  const lines = ['/** Notifications by their event type. */', 'export interface NotificationsByEvent {']
  for (const event of events) {
    const ofEvent = kinds.filter((kind) => kind.event === event)
    lines.push(`  /** ${describeEvent(ofEvent)} */`)
    lines.push(...writeEvent(event, ofEvent, (record) => resources.get(record)?.type ?? 'unknown'))
  }
  return [HEADER, IMPORT, ...lines, '}', ...[...resources.values()].flatMap((written) => written.lines), ''].join('\n')
}

/** @param {string} name @param {Pick<NotificationKind, 'record' | 'resource'>} kind @param {Set<string>} names */
function writeResource(name, { record, resource }, names) {
  if (Object.keys(resource.fields ?? {}).length === 0) return { type: 'Record<string, unknown>', lines: [] }
  const lines = writeInterface(name, resource, {
    received: true,
    names,
    optional: (field) => !isPromised(field, record),
    note: (field) => (isEncrypted(field) ? 'encrypted for the merchant: decrypt with `wxpay.decrypt`' : undefined),
  })
  return { type: name, lines: ['', ...lines] }
}

/**
 * Writes the notifications of an event. Where it has one kind, `original_type` tells nothing apart, and may be any text;
 * where it has several, each is told by its own, and a resource of another kind is as it came.
 *
 * @param {string} event
 * @param {NotificationKind[]} kinds
 * @param {(record: unknown) => string} typeOf
 * @returns {string[]} lines.
 */
function writeEvent(event, kinds, typeOf) {
  const key = formatLiteral(event)
  const member = `  readonly ${formatKey(event)}:`
  const [only] = kinds
  if (only && kinds.length === 1) {
    const type = [...only.originalTypes.map(formatLiteral), '(string & {})', 'undefined'].join(' | ')
    return [
      `${member} NotificationWith<${typeOf(only.record)}, ${key}, ${only.originalTypes[0] ? type : 'string | undefined'}>`,
    ]
  }
  const known = kinds.flatMap(({ originalTypes, record }) =>
    originalTypes.map((original) => `    | NotificationWith<${typeOf(record)}, ${key}, ${formatLiteral(original)}>`),
  )
  return [member, ...known, `    | NotificationWith<unknown, ${key}, OtherText | undefined>`]
}

/** Title and documents of an event's kinds. @param {NotificationKind[]} kinds */
function describeEvent(kinds) {
  const movedTo = kinds.map(({ record }) => record.movedTo).find(Boolean)
  if (movedTo) return `@deprecated Renamed to \`${movedTo}\`.`
  return kinds
    .map(({ record: { title, doc, docOld = [] } }) => {
      const pages = [
        ...doc.map((page) => `https://pay.weixin.qq.com/doc/${addVersion(page)}`),
        ...docOld.map((page) => `https://pay.weixin.qq.com/${page}`),
      ]
      const rest = pages.length > 1 ? `, and ${pages.length - 1} more` : ''
      return pages[0] ? `${title}, ${pages[0]}${rest}` : title
    })
    .join('; ')
}

/** @param {string} page - such as `merchant/4012791861`, or `global/4013014124`, which lies elsewhere. */
function addVersion(page) {
  return page.startsWith('global/') ? `global/v3/zh/${page.slice('global/'.length)}` : `v3/${page}`
}
