// The page of an event type, and the list of all.
/** @import { SiteEvent } from '../catalogue/events.mjs' */
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { Language } from '../words.mjs' */
/** @import { Heading } from './html.mjs' */
/** @import { Written } from './operation.mjs' */
import { toAddress } from '../addresses.mjs'
import { findOwnNumber, tellsOf, toEventSlug } from '../catalogue/events.mjs'
import { listResponseRows } from '../catalogue/fields.mjs'
import { say } from '../words.mjs'
import { writeDocuments } from './documents.mjs'
import { linkOperation } from './facts.mjs'
import { highlight } from './highlight.mjs'
import { chinese, code, heading, link } from './html.mjs'
import { writeBlock } from './sample.mjs'
import { writeTable } from './table.mjs'

/** Writes the page of an event type. @param {SiteEvent} event @param {readonly SiteOperation[]} operations @param {Language} language @returns {Written} */
export function writeEvent(event, operations, language) {
  const { type, title, movedTo, kinds } = event
  /** @type {Heading[]} */
  const headings = [
    { depth: 2, slug: 'resource', text: say('resource', language) },
    { depth: 2, slug: 'receive', text: say('receive', language) },
    { depth: 2, slug: 'trigger', text: say('trigger', language) },
  ]
  const told = operations.filter(({ facts, area }) => {
    const field = findOwnNumber(facts)
    return field !== undefined && tellsOf(event, field, area)
  })
  if (told.length > 0) headings.push({ depth: 2, slug: 'operations', text: say('toldOf', language) })
  const guide = link(toAddress('guides/notifications', language), say('notifications', language))
  const bodies = [
    kinds.map((kind, index) => writeKind(kind, kinds.length > 1 ? index + 1 : 0, language)).join('\n'),
    `${writeBlock(highlight(writeHandler(event)))}<p>${say('mount', language).replace('%s', guide)}</p>`,
    writeBlock(highlight(writeTrigger(event), 'sh')),
    `<ul>${told.map((operation) => `<li>${linkOperation(operation, language)} ${code(`${operation.facts.method} ${operation.facts.path}`)}</li>`).join('')}</ul>`,
  ]
  const moved = movedTo
    ? `<p class="notice">${say('moved', language)}${link(toAddress(toEventSlug(movedTo), language), code(movedTo))}</p>`
    : ''
  const body = headings.map((one, index) => `${heading(one)}\n${bodies[index]}`).join('\n')
  const description =
    language === 'zh'
      ? `微信支付回调通知 ${[type, title].filter(Boolean).join(' ')}：解密后的内容、接收的代码、让沙箱发送一条。`
      : `WeChat Pay notification ${[type, title].filter(Boolean).join(', ')}: its decrypted resource, code that receives it, and how a sandbox sends one.`
  return {
    title: title || type,
    windowTitle: title ? `${title} · ${type}` : type,
    description,
    html: `<p class="target">${code(type)}</p>${moved}\n${body}`,
    headings,
  }
}

/** @param {SiteEvent['kinds'][number]} kind @param {number} position - among many, from 1; 0 of a single one. @param {Language} language */
function writeKind({ originalTypes, record, resource }, position, language) {
  const documents = writeDocuments(record.doc.length > 0 ? record.doc : (record.docOld ?? []), language)
  const facts = [
    originalTypes.length > 0
      ? `<div><dt><code>original_type</code></dt><dd>${originalTypes.map(code).join(' ')}</dd></div>`
      : '',
    documents ? `<div><dt>${say('document', language)}</dt><dd>${documents}</dd></div>` : '',
  ].join('')
  const name = position > 0 && record.title ? `<h3>${chinese(record.title, language)}</h3>` : ''
  const list = facts ? `<dl class="facts">${facts}</dl>` : ''
  if (!resource.fields) return `${name}${list}<p>${say('undescribed', language)}</p>`
  const label = [say('resource', language), ...originalTypes].join(' ')
  const place = position > 1 ? `resource-${position}` : 'resource'
  const words = { label, first: say('field', language), place, language }
  return `${name}${list}${writeTable(listResponseRows(resource), { ...words, encrypts: 'encryptedResource' })}`
}

/** Code that handles an event type. @param {SiteEvent} event */
export function writeHandler({ type, kinds }) {
  const own = kinds
    .flatMap(({ resource }) => Object.keys(resource.fields ?? {}))
    .filter((name) => /^out_\w+_no$/.test(name))
  const isOne = kinds.length === 1
  return `import { handleNotifications, readEnvironment } from '@wechatpay-kit/endpoints'

const { platformKeys: keys, apiV3Key } = await readEnvironment(process.env, { required: ['platformKeys', 'apiV3Key'] })
export const handle = handleNotifications({ keys, apiV3Key }, {
  '${type}': async ({ id, resource }) => {
    console.log(id, ${isOne && own[0] ? `resource.${own[0]}` : 'resource'})
  },
})`
}

/** The command that has a sandbox send an event type. @param {SiteEvent} event */
export function writeTrigger({ type }) {
  return `npx wechatpay-kit trigger ${type} --to http://127.0.0.1:3000/notify --env-file .env`
}
