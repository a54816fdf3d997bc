// How an object of the catalogue becomes TypeScript: an interface with doc comments, and one for each object inside it.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */

/**
 * @typedef {object} InterfaceOptions
 * @property {(field: CatalogueNode, place: string) => boolean} optional - whether a field may be left out; a place is
 *   `amount.total` or `goods_detail[].goods_id`, seen from the object that is written.
 * @property {boolean} received - `true` for what is received, whose members are read-only; in what is sent, a member that
 *   is optional may be `undefined` as well. Lists are read-only in both: a caller's list may be.
 * @property {Set<string>} [names] - names that the file has already; those of the interfaces are added.
 * @property {(field: CatalogueNode, place: string) => string | undefined} [note] - a note of the field that goes to the end
 *   of its doc comment. Default: where the text is RSA-encrypted on the wire, that nobody else need do it.
 */

/** Most characters in a line. */
const LINE = 120

/** Words for the forms of a text; others are their own. @type {Record<string, string>} */
const FORMATS = {
  base64: 'Base64',
  'data-url': 'data URL',
  date: 'YYYY-MM-DD',
  json: 'JSON',
  'media-id': 'ID of an uploaded file',
  numeric: 'digits',
  rfc3339: 'RFC 3339',
  url: 'URL',
}

/**
 * Writes the interface of an object, and after it those of the objects inside, in the order of their fields.
 *
 * @param {string} name - in PascalCase; those inside are named by their place: `Refund`, `RefundAmount`.
 * @param {CatalogueNode} node - an object with fields.
 * @param {InterfaceOptions} options
 * @returns {string[]} lines.
 */
export function writeInterface(name, node, options) {
  const names = options.names ?? new Set()
  names.add(name)
  return writeFields(name, node, '', { note: noteEncryption(options.received), ...options, names })
}

/**
 * Writes the type of a value; an object inside it becomes an interface.
 *
 * @param {string} name - of the interface, if there is one.
 * @param {CatalogueNode} node
 * @param {InterfaceOptions} options
 * @returns {{ type: string, lines: string[] }} the type, and the lines of the interfaces that it names.
 */
export function writeType(name, node, options) {
  return writeValue(name, node, '', { note: noteEncryption(options.received), names: new Set(), ...options })
}

/**
 * Writes the doc comment of a field on one line: `中文名 · fen · at most 32 characters; encrypted by the client`.
 *
 * @param {CatalogueNode} node
 * @param {string | undefined} note
 * @returns {string} empty where nothing is known.
 */
function describeField(node, note) {
  const parts = [node.term, node.english, node.unit, node.format && (FORMATS[node.format] ?? node.format)]
  parts.push(describeRange(node.minLength, node.maxLength, 'characters'), describeRange(node.minimum, node.maximum))
  parts.push(describeRange(node.minItems, node.maxItems, 'items'))
  if (node.default !== undefined) parts.push(`default: ${node.default}`)
  const known = parts.filter(Boolean).join(' · ')
  const text = [known, note].filter(Boolean).join(note?.startsWith('@') ? ' ' : '; ')
  return text.replace(/\s+/g, ' ').replaceAll('*/', '*\\/')
}

/** @param {number | undefined} least @param {number | undefined} most @param {string} [unit] */
function describeRange(least, most, unit = '') {
  if (least === undefined && most === undefined) return undefined
  const range =
    least === undefined ? `at most ${most}` : most === undefined ? `at least ${least}` : `${least} to ${most}`
  return `${range} ${unit}`.trim()
}

/**
 * Notes who encrypts or decrypts a text, or each text of a list: terms such as 加密后的姓名 read as if the caller had to.
 *
 * @param {boolean} received
 * @returns {(field: CatalogueNode) => string | undefined}
 */
function noteEncryption(received) {
  const note = received ? 'encrypted, `json()` decrypts it' : 'encrypted by the client'
  return (field) => {
    if (field.misspelt) return `@deprecated Misspelt in the description; write \`${field.misspelt}\`.`
    return isEncrypted(field) ? note : undefined
  }
}

/** Tells whether a field is an encrypted text, or a list of them. @param {CatalogueNode} field @returns {boolean} */
export function isEncrypted(field) {
  return Boolean(field.encrypted) || (field.type === 'array' && field.items !== undefined && isEncrypted(field.items))
}

/** @typedef {Required<InterfaceOptions>} Context */

/** @param {string} name @param {CatalogueNode} node @param {string} place @param {Context} context @returns {string[]} */
function writeFields(name, node, place, context) {
  const lines = [`export interface ${name} {`]
  const inner = []
  for (const [key, field] of Object.entries(node.fields ?? {})) {
    const fieldPlace = place ? `${place}.${key}` : key
    const isOptional = context.optional(field, fieldPlace)
    const { type, lines: more } = writeValue(`${name}${toPascalCase(key)}`, field, fieldPlace, context)
    const comment = describeField(field, context.note(field, fieldPlace))
    if (comment) lines.push(`  /** ${comment} */`)
    const member = `  ${context.received ? 'readonly ' : ''}${formatKey(key)}${isOptional ? '?' : ''}:`
    lines.push(...formatMember(member, isOptional && !context.received ? `${type} | undefined` : type))
    inner.push(...more)
  }
  return [...lines, '}', ...inner]
}

/** @param {string} name @param {CatalogueNode} node @param {string} place @param {Context} context @returns {{ type: string, lines: string[] }} */
function writeValue(name, node, place, context) {
  const { type, lines } = writePlainValue(name, node, place, context)
  return { type: node.nullable && node.type !== 'any' ? `${type} | null` : type, lines }
}

/** @param {string} name @param {CatalogueNode} node @param {string} place @param {Context} context @returns {{ type: string, lines: string[] }} */
function writePlainValue(name, node, place, context) {
  if (node.type === 'array') {
    const { type, lines } = writeValue(name, node.items ?? { type: 'any' }, `${place}[]`, context)
    return { type: `readonly ${/[ |]/.test(type) ? `(${type})` : type}[]`, lines }
  }
  if (node.type !== 'object') return { type: writeScalar(node), lines: [] }
  if (Object.keys(node.fields ?? {}).length === 0) return { type: 'Record<string, unknown>', lines: [] }
  const own = takeName(name, context.names)
  return { type: own, lines: ['', ...writeFields(own, node, place, context)] }
}

/** Writes the type of a single value; an enumeration is open, because WeChat Pay adds values without notice. @param {CatalogueNode} node */
function writeScalar(node) {
  const base = {
    any: 'unknown',
    boolean: 'boolean',
    file: 'Blob',
    integer: 'number',
    number: 'number',
    string: 'string',
  }
  const type = base[/** @type {keyof typeof base} */ (node.type)]
  if (!node.enum || (type !== 'string' && type !== 'number')) return type
  const values = node.enum.filter((value) => typeof value === type)
  return [...values.map(formatLiteral), `(${type} & {})`].join(' | ')
}

/** @param {boolean | number | string} value */
export function formatLiteral(value) {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value)
}

/** Name of a member, in quotes where it is no identifier. @param {string} key */
export function formatKey(key) {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : formatLiteral(key)
}

/** `sp_mchid` → `SpMchid`. @param {string} text */
export function toPascalCase(text) {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean)
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')
}

/** Gives the name, or the next one with a number that is free. @param {string} name @param {Set<string>} names */
export function takeName(name, names) {
  let free = name
  for (let number = 2; names.has(free); number += 1) free = `${name}${number}`
  names.add(free)
  return free
}

/** Writes a member on one line, or a long enumeration with one value a line. @param {string} member @param {string} type */
function formatMember(member, type) {
  const line = `${member} ${type}`
  if (line.length <= LINE || type.startsWith('readonly ')) return [line]
  return [member, ...type.split(' | ').map((value) => `    | ${value}`)]
}
