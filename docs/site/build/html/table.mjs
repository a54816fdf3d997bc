// The table of a request, a response or a notification: a row for each field, those inside of others indented.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
/** @import { FieldRow } from '../catalogue/fields.mjs' */
/** @import { Language, WORDS } from '../words.mjs' */
import { toDocument } from '../addresses.mjs'
import { say } from '../words.mjs'
import { chinese, code, escapeHtml, link } from './html.mjs'

/**
 * Writes the table of rows, each with an anchor by which it can be linked to, and what its marks mean.
 *
 * @param {readonly FieldRow[]} rows
 * @param {{ label: string, first: string, place: string, encrypts?: keyof typeof WORDS, language: Language }} words - `label` names the table for screen readers, `first` is the heading of its first column, `place` begins its anchors, and `encrypts` tells who encrypts.
 */
export function writeTable(rows, { label, first, place, encrypts, language }) {
  const head = [first, say('type', language), say('meaning', language)]
  const cells = head.map((text) => `<th scope="col" role="columnheader">${escapeHtml(text)}</th>`).join('')
  const anchors = listAnchors(rows, place)
  const body = rows
    .map((row, index) => {
      const isParent = (rows[index + 1]?.depth ?? 0) > row.depth
      return writeRow(row, { anchor: anchors[index] ?? '', isParent, language })
    })
    .join('\n')
  const legend = [
    encrypts && rows.some(({ item }) => item.encrypted) && say(encrypts, language),
    rows.some(({ item }) => item.enum) && say('enumLegend', language),
  ].filter(Boolean)
  const told = legend.length > 0 ? `<p class="legend">${legend.join(language === 'zh' ? '' : ' ')}</p>` : ''
  // On a phone a row has two lines; the roles keep it a row of a table there.
  const inner = `<thead role="rowgroup"><tr role="row">${cells}</tr></thead><tbody role="rowgroup">\n${body}\n</tbody>`
  return `<div class="fields rows"><table role="table" aria-label="${escapeHtml(label)}">${inner}</table></div>${told}`
}

/** A name or value that a narrow column breaks between its words. @param {string | number | boolean} name */
function breakName(name) {
  return code(name).replaceAll('_', '_<wbr>')
}

/** The anchors of rows: their places, as the catalogue and `error.field` write them. @param {readonly FieldRow[]} rows @param {string} place */
function listAnchors(rows, place) {
  /** @type {string[]} */
  const open = []
  /** @type {Map<string, number>} */
  const counts = new Map()
  return rows.map(({ name, depth }) => {
    open.splice(depth, open.length, name)
    const anchor = [place, ...open].filter(Boolean).join('.')
    const count = (counts.get(anchor) ?? 0) + 1
    counts.set(anchor, count)
    return count > 1 ? `${anchor}-${count}` : anchor
  })
}

/** @param {FieldRow} row @param {{ anchor: string, isParent: boolean, language: Language }} place */
function writeRow({ name, depth, type, node, item }, { anchor, isParent, language }) {
  const required = node.required ? ` <b class="required">${say('required', language)}</b>` : ''
  const encrypted = item.encrypted
    ? ` <b class="encrypted">${say(item.encryptedDisputed ? 'encryptedDisputed' : 'encrypted', language)}</b>`
    : ''
  const form = item.format ? ` <small>${escapeHtml(item.format)}</small>` : ''
  const notes = listNotes(node, item, language)
  const cell = [
    writeTerm(node, language),
    notes.length > 0 ? `<small>${notes.join(language === 'zh' ? '；' : '; ')}</small>` : '',
  ]
  const attributes = `${depth > 0 ? ` data-depth="${depth}"` : ''}${isParent ? ' data-parent' : ''}`
  return `<tr role="row" id="${escapeHtml(anchor)}"${attributes}><th scope="row" role="rowheader">${link(`#${encodeURI(anchor)}`, breakName(name))}${required}</th><td role="cell">${escapeHtml(type)}${form}${encrypted}</td><td role="cell">${cell.filter(Boolean).join(' ')}</td></tr>`
}

/** The term in the language of the page; on an English one the Chinese term stands behind. @param {CatalogueNode} node @param {Language} language */
function writeTerm({ term, english }, language) {
  if (language === 'zh') return escapeHtml(term ?? english ?? '')
  return [english && escapeHtml(english), term && chinese(term, language)].filter(Boolean).join(' · ')
}

/**
 * Lists what is known of the values of a field: limits, unit, values, and how far to trust it.
 *
 * @param {FieldRow['node']} node
 * @param {FieldRow['item']} item
 * @param {Language} language
 * @returns {string[]} HTML.
 */
function listNotes(node, item, language) {
  const word = (/** @type {keyof typeof WORDS} */ name) => say(name, language)
  const { unit, minItems, maxItems, unconfirmed, misspelt, nullable, requiredDisputed, corrected } = {
    ...item,
    ...node,
  }
  const range = formatRange(item.minLength, item.maxLength)
  const count = node.type === 'array' ? formatRange(minItems, maxItems) : ''
  return [
    unit && word(unit),
    range && `${range} ${word('characters')}`,
    formatRange(item.minimum, item.maximum),
    count && `${count} ${word('items')}`,
    item.pattern && code(`/${item.pattern}/`),
    item.enum?.map(breakName).join(' '),
    item.default === undefined ? '' : `${word('default')} ${code(item.default)}`,
    item.contains && word('contains'),
    nullable && word('nullable'),
    requiredDisputed && word('requiredDisputed'),
    item.typeDisputed && word('typeDisputed'),
    unconfirmed && word('unconfirmed'),
    misspelt && `${word('misspelt')} ${code(misspelt)}`,
    corrected && /^(?:[a-z]+\/\d+$|docs\/|wiki\/)/.test(corrected) && link(toDocument(corrected), word('document')),
    item.note,
  ].flatMap((note) => note || [])
}

/** `1–32`, `≥ 1`, `≤ 32`, or nothing. @param {number | undefined} least @param {number | undefined} greatest */
function formatRange(least, greatest) {
  if (least === undefined) return greatest === undefined ? '' : `≤ ${greatest}`
  return greatest === undefined ? `≥ ${least}` : `${least}–${greatest}`
}
