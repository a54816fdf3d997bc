// The operations of an area as plain text for coding agents: fields, code, documents.
/** @import { SiteArea, SiteOperation } from '../catalogue/operations.mjs' */
/** @import { FieldRow } from '../catalogue/fields.mjs' */

import { nameImport, writeCall } from '../../src/samples/code.mjs'
import { makeSample } from '../../src/samples/request.mjs'
import { toText } from '../../src/samples/segments.mjs'
import { toDocument } from '../addresses.mjs'
import { listRequestRows, listResponseRows } from '../catalogue/fields.mjs'
import { isTyped } from '../catalogue/operations.mjs'

/** Writes the text of an area. @param {SiteArea} area */
export function writeAgentArea({ name, operations }) {
  const lead = `# ${name}

All at once: \`import { operations } from '@wechatpay-kit/endpoints/areas/${name}'\`. \`*\` is required, \`enc\` is encrypted by the client.`
  return `${[lead, ...operations.map(writeAgentOperation)].join('\n\n')}\n`
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
  const facts = [
    `${type}${item.format ? `(${item.format})` : ''}`,
    item.encrypted ? 'enc' : '',
    node.unit ?? item.unit ?? '',
    item.maxLength === undefined ? '' : `≤${item.maxLength}`,
    item.enum?.join('|') ?? '',
    [node.term, node.english].filter(Boolean).join(' · '),
  ]
  return `${'  '.repeat(depth)}- ${name}${node.required ? '*' : ''} ${facts.filter(Boolean).join(' ')}`
}
