// Code as segments, some of which belong to one variant alone.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */

/**
 * A piece of code, cut between words.
 *
 * @typedef {object} Segment
 * @property {string} text
 * @property {readonly string[]} only - variants that have it, one of each choice; all where there is none.
 */

/** Names that need no quotation marks. */
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
/** Characters of a list that stays on one line. */
const LINE = 60

/** Makes segments of texts. @param {string | readonly Segment[]} code @returns {readonly Segment[]} */
export function toSegments(code) {
  return typeof code === 'string' ? [{ text: code, only: [] }] : code
}

/** Puts pieces of code together; neighbours that the same variants have become one. @param {readonly (string | readonly Segment[])[]} pieces @returns {readonly Segment[]} */
export function join(...pieces) {
  /** @type {Segment[]} */
  const joined = []
  for (const segment of pieces.flatMap(toSegments)) {
    const last = joined.at(-1)
    if (segment.text === '') continue
    if (last && last.only.join() === segment.only.join())
      joined.splice(-1, 1, { ...last, text: last.text + segment.text })
    else joined.push(segment)
  }
  return joined
}

/** Code that one variant alone has. @param {string} variant @param {string | readonly Segment[]} code @returns {readonly Segment[]} */
export function onlyIn(variant, code) {
  return toSegments(code).map(({ text, only }) => ({ text, only: [...only, variant] }))
}

/** The text of code for one variant of each choice. @param {readonly Segment[]} code @param {readonly string[]} chosen */
export function toText(code, chosen) {
  return code
    .filter(({ only }) => only.every((variant) => chosen.includes(variant)))
    .map(({ text }) => text)
    .join('')
}

/** Tells whether a variant has code of its own. @param {readonly Segment[]} code @param {string} variant */
export function hasVariant(code, variant) {
  return code.some(({ only }) => only.includes(variant))
}

/**
 * Writes a value as JavaScript: a text that is encrypted by the client in the variant `plain`, and by hand in `ciphertext`.
 *
 * @param {unknown} value
 * @param {CatalogueNode} [node] - its description.
 * @param {string} [indent] - of the line that it begins on.
 * @returns {readonly Segment[]}
 */
export function writeValue(value, node = NOTHING, indent = '') {
  const inner = `${indent}  `
  if (typeof value === 'string') return writeText(value, node, indent)
  if (typeof value !== 'object' || value === null) return toSegments(String(value))
  if (Array.isArray(value)) {
    const items = value.map((one) => writeValue(one, node.items, inner))
    return writeBlock('[]', items, indent)
  }
  const members = Object.entries(value).map(([name, one]) =>
    join(`${IDENTIFIER.test(name) ? name : quote(name)}: `, writeValue(one, node.fields?.[name], inner)),
  )
  return writeBlock('{}', members, indent)
}

/** A node of which nothing is known. @type {CatalogueNode} */
const NOTHING = { type: 'any' }

/** @param {string} text @param {CatalogueNode} node @param {string} indent */
function writeText(text, { encrypted, format, contains }, indent) {
  if (encrypted) {
    return join(onlyIn('ciphertext', 'await wxpay.encrypt('), quote(text), onlyIn('ciphertext', ')'))
  }
  const content = format === 'json' ? readJson(text) : undefined
  return content ? join('JSON.stringify(', writeValue(content, contains, indent), ')') : toSegments(quote(text))
}

/** Reads the object of a text that holds JSON; `undefined` where it holds none. @param {string} text @returns {object | undefined} */
function readJson(text) {
  try {
    const json = JSON.parse(text)
    return typeof json === 'object' && json !== null ? json : undefined
  } catch {
    return undefined
  }
}

/**
 * Writes a list or an object, a member a line; short lists of plain values stay on one.
 *
 * @param {'[]' | '{}'} brackets
 * @param {readonly (readonly Segment[])[]} members
 * @param {string} indent
 */
export function writeBlock([open = '', close = ''], members, indent) {
  if (members.length === 0) return toSegments(`${open}${close}`)
  const texts = members.map((member) => member.map(({ text }) => text).join(''))
  const isShort = open === '[' && texts.every((text) => !text.includes('\n')) && texts.join(', ').length <= LINE
  if (isShort && members.flat().every(({ only }) => only.length === 0)) return toSegments(`[${texts.join(', ')}]`)
  return join(`${open}\n`, ...members.flatMap((member) => [`${indent}  `, member, ',\n']), `${indent}${close}`)
}

/** @param {string} text */
function quote(text) {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
