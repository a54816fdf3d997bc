// Code as segments, some of which belong to one variant alone: printed as text for tests, as HTML with all variants for pages.
import { highlight } from '../html/highlight.mjs'
import { JsonText, Sensitive } from './values.mjs'

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

/** The highlighted HTML of code with all variants; the style sheet hides those that are not chosen. @param {readonly Segment[]} code */
export function toHtml(code) {
  return code
    .map(({ text, only }) => {
      const html = highlight(text)
      return only.length > 0 ? `<span class="${only.map((variant) => `in-${variant}`).join(' ')}">${html}</span>` : html
    })
    .join('')
}

/**
 * Writes a value as JavaScript; a sensitive text is encrypted in the variant `ciphertext`.
 *
 * @param {unknown} value
 * @param {string} [indent] - of the line that it begins on.
 * @returns {readonly Segment[]}
 */
export function writeValue(value, indent = '') {
  const inner = `${indent}  `
  if (value instanceof Sensitive) {
    return join(onlyIn('ciphertext', 'await wxpay.encrypt('), quote(value.plain), onlyIn('ciphertext', ')'))
  }
  if (value instanceof JsonText) return join('JSON.stringify(', writeValue(value.value, indent), ')')
  if (Array.isArray(value)) {
    return writeBlock(
      '[]',
      value.map((one) => writeValue(one, inner)),
      indent,
    )
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
    return writeBlock(
      '{}',
      members.map(([name, one]) => join(`${IDENTIFIER.test(name) ? name : quote(name)}: `, writeValue(one, inner))),
      indent,
    )
  }
  return toSegments(typeof value === 'string' ? quote(value) : String(value))
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
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
}
