// Operations and event types as plain text, for coding agents and as the twins of their pages: fields, code, documents.
/** @import { SiteArea, SiteOperation } from '../catalogue/operations.mjs' */
/** @import { SiteEvent } from '../catalogue/events.mjs' */
/** @import { FieldRow } from '../catalogue/fields.mjs' */

import { nameImport, writeCall, writeSetup } from '../../src/samples/code.mjs'
import { makeSample } from '../../src/samples/request.mjs'
import { toText } from '../../src/samples/segments.mjs'
import { BASE, toDocument } from '../addresses.mjs'
import { listRequestRows, listResponseRows } from '../catalogue/fields.mjs'
import { isTyped } from '../catalogue/operations.mjs'
import { writeHandler, writeTrigger } from '../html/event.mjs'

const LEGEND = '`*` is required, `enc` is encrypted on the wire: give plain text, the client encrypts it.'

/** Writes the text of an area. @param {SiteArea} area */
export function writeAgentArea({ name, operations }) {
  const lead = `# ${name}

All at once: \`import { operations } from '@wechatpay-kit/endpoints/areas/${name}'\`.

${LEGEND}`
  return `${[lead, ...operations.map(writeAgentOperation)].join('\n\n')}\n`
}

/** Writes the twin of an operation's page. @param {SiteOperation} operation */
export function writeAgentPage(operation) {
  const setup = isTyped(operation)
    ? `\n\nThe client that this code needs; the environment variables stand in ${BASE}en/guides/keys.md:\n\n\`\`\`ts\n${writeSetup(operation.facts).trimEnd()}\n\`\`\``
    : ''
  return `# ${writeTitles(operation.facts)}\n\n${LEGEND}\n\n${writeAgentOperation(operation)}${setup}\n`
}

/** Writes the twin of an event type's page. @param {SiteEvent} event */
export function writeAgentEvent(event) {
  const { type, title, movedTo, kinds } = event
  const told = kinds.map(({ originalTypes, record, resource }) => {
    const [document = ''] = [...record.doc, ...(record.docOld ?? [])]
    const rows = resource.fields ? listResponseRows(resource).map(writeRow) : ['No document describes what it carries.']
    return [
      `## ${record.title || type}`,
      [originalTypes.length > 0 ? `original_type: ${originalTypes.join(', ')}` : '', document && toDocument(document)]
        .filter(Boolean)
        .join('\n'),
      ['Resource, decrypted:', ...rows].join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n')
  })
  return `${[
    `# ${type}${title ? ` ${title}` : ''}`,
    movedTo ? `Renamed to ${movedTo}.` : '',
    LEGEND,
    ...told,
    `## Receive it\n\n\`\`\`ts\n${writeHandler(event)}\n\`\`\``,
    `## Have a sandbox send it\n\n\`\`\`sh\n${writeTrigger(event)}\n\`\`\``,
  ]
    .filter(Boolean)
    .join('\n\n')}\n`
}

/** The title of an operation in both languages, where both are known. @param {SiteOperation['facts']} facts */
export function writeTitles({ title, english }) {
  return [title, english].filter(Boolean).join(' · ')
}

/** @param {SiteOperation} operation */
function writeAgentOperation(operation) {
  const { facts, file } = operation
  const { method, path, doc, docOld = [], deprecated, idempotency, response } = facts
  const [document] = [...doc, ...docOld]
  const told = [
    writeTitles(facts),
    document ? toDocument(document) : '',
    deprecated ? `${deprecated.kind}${deprecated.by ? ` by ${deprecated.by.join(', ')}` : ''}` : '',
    idempotency ? `safe to repeat with the same ${idempotency.field}` : '',
    isTyped(operation) ? `\`import * as ${nameImport(facts)} from '@wechatpay-kit/endpoints/${file}'\`` : '',
  ]
  const request = listRequestRows(facts).map(writeRow)
  const responses = Object.entries(response).map(([status, node]) =>
    node ? [`Response ${status}:`, ...listResponseRows(node).map(writeRow)].join('\n') : `Response ${status}: no JSON`,
  )
  return [
    `## ${method} ${path}`,
    told.filter(Boolean).join('\n'),
    request.length > 0 ? ['Request:', ...request].join('\n') : '',
    isTyped(operation) ? `\`\`\`ts\n${writeCode(operation)}\n\`\`\`` : '',
    responses.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** @param {SiteOperation} operation */
function writeCode({ facts }) {
  return toText(writeCall(facts, makeSample(facts)), ['chain', 'await', 'plain'])
}

/** @param {FieldRow} row */
function writeRow({ name, depth, type, node, item }) {
  const indent = '  '.repeat(depth)
  if (name === 'Wechatpay-Serial')
    return `${indent}- ${name} set by the client; leave it out, but for ciphertexts of your own`
  const facts = [
    `${type}${item.format ? `(${item.format})` : ''}`,
    item.encrypted ? 'enc' : '',
    node.unit ?? item.unit ?? '',
    item.maxLength === undefined ? '' : `≤${item.maxLength}`,
    item.enum?.join('|') ?? '',
    [node.term, node.english].filter(Boolean).join(' · '),
  ]
  return `${indent}- ${name}${node.required ? '*' : ''} ${facts.filter(Boolean).join(' ')}`
}
