// The report about all documented operations, as Markdown: by area, and how disputed facts were decided.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { KnownOperation } from './facts.mjs' */
import { isReliable } from '../generate/facts.mjs'
import { listParts } from './facts.mjs'

/**
 * @typedef {object} Proved - names of the operations.
 * @property {ReadonlySet<string>} typed - whose types are those of the facts, or that are written by hand.
 * @property {ReadonlySet<string>} called - that were called, with all fields compared on both sides.
 */

/**
 * Writes the report.
 *
 * @param {readonly KnownOperation[]} known - all of the catalogue.
 * @param {Proved} proved
 * @returns {string}
 */
export function writeReport(known, proved) {
  return [...writeAreas(known, proved), '', ...writeLeftOut(known), '', ...writeDecisions(known)].join('\n')
}

/** @param {readonly KnownOperation[]} known @param {Proved} proved */
function writeAreas(known, { typed, called }) {
  const areas = [...new Set(known.map(({ area }) => area))]
  const count = (/** @type {string} */ title, /** @type {readonly KnownOperation[]} */ own) => [
    title,
    own.length,
    own.filter(({ name }) => typed.has(name)).length,
    own.filter(({ decision }) => decision.kind === 'by hand').length,
    own.filter(({ name }) => called.has(name)).length,
    own.filter(({ decision }) => decision.kind === 'left out').length,
  ]
  return [
    '## By area',
    '',
    ...writeTable(
      ['area', 'documented', 'typed', 'of them by hand', 'called', 'left out'],
      [
        ...areas.map((area) =>
          count(
            area,
            known.filter((one) => one.area === area),
          ),
        ),
        count('all', known),
      ],
    ),
  ]
}

/** @param {readonly KnownOperation[]} known */
function writeLeftOut(known) {
  const rows = known.flatMap(({ name, decision }) =>
    decision.kind === 'left out' ? [[`\`${name}\``, decision.reason]] : [],
  )
  return ['## Left out', '', ...writeTable(['operation', 'reason'], rows)]
}

/** A flag, where it was looked for, and how it was decided. @typedef {[flag: string, where: 'request' | 'response', test: (field: CatalogueNode, facts: CatalogueOperation) => boolean | undefined, decision: string]} Row */

/** @type {Row[]} */
const ROWS = [
  ['whether it is required', 'request', (field) => field.requiredDisputed, 'optional: WeChat Pay decides'],
  ['whether it is required', 'response', (field) => field.requiredDisputed, 'optional'],
  [
    'whether it is there',
    'response',
    (field, facts) => field.required && !field.requiredDisputed && !isReliable(field, facts),
    'optional: no code of WeChat Pay’s own has the field, or the operation',
  ],
  ['its type', 'request', (field) => field.typeDisputed, 'the likelier in TypeScript, anything when it is called'],
  ['its type', 'response', (field) => field.typeDisputed, 'the likelier in TypeScript, nothing is checked'],
  ['whether it is encrypted', 'request', (field) => field.encryptedDisputed, 'encrypted'],
  ['whether it is encrypted', 'response', (field) => field.encryptedDisputed, 'decrypted if it is a ciphertext'],
  ['its values', 'request', (field) => field.enumDisputed, 'those of all sources, and others pass'],
  ['its values', 'response', (field) => field.enumDisputed, 'those of all sources, and others pass'],
  ['its name', 'request', (field) => field.spelling !== undefined, 'both'],
  ['its name', 'response', (field) => field.spelling !== undefined, 'both'],
]

/** A field, and the items of a list that are no objects: of those, flags stand on the items. @param {CatalogueNode} field */
function listNodes(field) {
  return field.items && !field.items.fields ? [field, field.items] : [field]
}

/** @param {readonly KnownOperation[]} known */
function writeDecisions(known) {
  const fields = known
    .filter(({ decision }) => decision.kind !== 'left out')
    .flatMap(({ facts }) => {
      const { params, query, json, response } = listParts(facts)
      const request = [...params, ...query, ...json]
      const list = (/** @type {typeof request} */ places, /** @type {Row[1]} */ where) =>
        places.map(({ field }) => ({ facts, field, where }))
      return [...list(request, 'request'), ...list(response, 'response')]
    })
  const rows = ROWS.map(([flag, where, test, decision]) => [
    flag,
    `${where}s`,
    fields.filter((one) => one.where === where && listNodes(one.field).some((node) => test(node, one.facts))).length,
    decision,
  ])
  return [
    '## Where sources disagree',
    '',
    `Of ${fields.length.toLocaleString('en')} fields of the typed operations.`,
    '',
    ...writeTable(['about a field', 'in', 'fields', 'decided'], rows),
  ]
}

/** Writes a table, its columns aligned. @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
export function writeTable(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.toLocaleString('en')))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [/** @type {string} */ (lines[0]), rule, ...lines.slice(1)]
}
