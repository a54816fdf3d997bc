// The page of an operation.
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { SiteEvent } from '../catalogue/events.mjs' */
/** @import { Language, WORDS } from '../words.mjs' */
/** @import { Heading } from './html.mjs' */
import { toAddress } from '../addresses.mjs'
import { findOwnNumber, listEventsOf } from '../catalogue/events.mjs'
import { listRequestRows, listResponseRows } from '../catalogue/fields.mjs'
import { isTyped } from '../catalogue/operations.mjs'
import { say } from '../words.mjs'
import { writeErrors } from './errors.mjs'
import { describeOperation, nameOperation, writeFacts, writeTarget } from './facts.mjs'
import { chinese, code, escapeHtml, heading, link } from './html.mjs'
import { writeSample } from './sample.mjs'
import { writeTable } from './table.mjs'

/** @typedef {{ title: string, windowTitle?: string, description?: string, html: string, headings: readonly Heading[] }} Written - `windowTitle` tells apart pages that share a title; like `description` it is for search engines. */

/** Terms of the parts of a request. @type {Readonly<Record<string, keyof typeof WORDS>>} */
const PARTS = { params: 'paramsTerm', query: 'queryTerm', json: 'jsonTerm', form: 'formTerm', headers: 'headersTerm' }

/** Writes the page of an operation. @param {SiteOperation} operation @param {{ operations: readonly SiteOperation[], events: readonly SiteEvent[] }} reference - all of the site. @param {Language} language @returns {Written} */
export function writeOperation(operation, { operations, events }, language) {
  const { facts } = operation
  const told = listEventsOf(operation, events)
  /** @type {[string, keyof typeof WORDS, string][]} */
  const sections = [
    ['request', 'request', writeRequest(facts, language)],
    ...(isTyped(operation)
      ? [/** @type {[string, keyof typeof WORDS, string]} */ (['code', 'code', writeSample(operation, language)])]
      : []),
    ['response', 'response', writeResponses(facts, language)],
    ...(told.length > 0
      ? [
          /** @type {[string, keyof typeof WORDS, string]} */ ([
            'notifications',
            'notifications',
            writeTold(operation, told, language),
          ]),
        ]
      : []),
    ...(isTyped(operation)
      ? [
          /** @type {[string, keyof typeof WORDS, string]} */ ([
            'errors',
            'errors',
            writeErrors({ hasBusinessCode: hasBusinessCode(facts), language }),
          ]),
        ]
      : []),
  ]
  const headings = sections.map(([slug, word]) => ({
    depth: /** @type {const} */ (2),
    slug,
    text: say(word, language),
  }))
  const body = sections.map(([, , html], index) => `${headings[index] ? heading(headings[index]) : ''}\n${html}`)
  const same =
    operation.decision.kind === 'left out' && facts.deprecated?.kind !== 'withdrawn'
      ? writeSameCall(operation, language)
      : ''
  return {
    title: nameOperation(facts, language),
    windowTitle: [...new Set([nameOperation(facts, language), `${facts.method} ${facts.path}`])].join(' · '),
    description: describeOperation(operation, language),
    html: [writeTarget(facts), same, writeFacts(operation, operations, language), ...body].join('\n'),
    headings,
  }
}

/** @param {SiteOperation['facts']} facts */
function hasBusinessCode({ response }) {
  return Object.values(response).some((node) => node?.fields?.['resp_code'] !== undefined)
}

/** @param {SiteOperation['facts']} facts @param {Language} language */
function writeRequest(facts, language) {
  const rows = listRequestRows(facts).map((row) => {
    const part = row.depth === 0 ? PARTS[row.name] : undefined
    if (part)
      return { ...row, node: { ...row.node, term: say(part, 'zh'), english: language === 'en' ? say(part, 'en') : '' } }
    if (row.name !== 'Wechatpay-Serial') return row
    const terms = { term: say('serialTerm', 'zh'), english: say('serialTerm', 'en') }
    return { ...row, node: { ...row.node, ...terms }, item: { ...row.item, note: say('setByClient', language) } }
  })
  if (rows.length === 0) return `<p>${say('nothing', language)}</p>`
  const words = { label: say('request', language), first: say('parameter', language), place: '', language }
  return writeTable(rows, { ...words, encrypts: 'encryptedRequest' })
}

/** @param {SiteOperation['facts']} facts @param {Language} language */
function writeResponses({ response, download }, language) {
  return Object.entries(response)
    .map(([status, node], index) => {
      const head = `<p>HTTP ${code(status)}</p>`
      if (!node) return `${head}<p>${say(download ? 'file' : 'noContent', language)}</p>`
      const label = `${say('response', language)} ${status}`
      const place = index === 0 ? 'response' : `response-${status}`
      const words = { label, first: say('field', language), place, language }
      return `${head}${writeTable(listResponseRows(node), { ...words, encrypts: 'encryptedResponse' })}`
    })
    .join('\n')
}

/** @param {SiteOperation} operation @param {readonly SiteEvent[]} told @param {Language} language */
function writeTold({ facts }, told, language) {
  const number = code(findOwnNumber(facts) ?? '')
  const items = told.map(
    ({ slug, type, title }) => `<li>${link(toAddress(slug, language), code(type))} ${chinese(title, language)}</li>`,
  )
  return `<p>${escapeHtml(say('carrying', language)).replace('%s', number)}</p><ul>${items.join('')}</ul>`
}

/** @param {SiteOperation} operation @param {Language} language */
function writeSameCall({ slug }, language) {
  const other = slug.replace(/_applyment_id_/, '_business_code_')
  return `<p class="notice">${say('sameCall', language)}${link(toAddress(other, language), code(other.replace('operations/', '/').replace(/\/\w+$/, '')))}</p>`
}
