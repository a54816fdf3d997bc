// What to search for instead, when nothing is found: words of the site that differ by a slip of the fingers.
import { readWords, removeEnding } from '../../../../packages/catalogue/src/words.ts'
import { find } from './find.mjs'

/** @typedef {import('./find.mjs').Lists} Lists */

/** Suggestions that are made at most. */
const MOST = 5

/**
 * Suggests queries for one that found nothing: its words that are nowhere are replaced by near ones, and words that are
 * never together are searched for alone.
 *
 * @param {string} query
 * @param {Lists} lists
 * @returns {string[]} queries that find something.
 */
export function suggest(query, lists) {
  const words = readWords(query)
  const unknown = words.filter((word) => find(word, lists).length === 0)
  if (unknown.length === 0) return words.length > 1 ? words.slice(0, MOST) : []
  const [wrong = ''] = unknown
  if (wrong.length < 2 || wrong.length > 60 || unknown.length > 1) return []
  const known = listKnown(lists)
  const isChinese = /^\p{Script=Han}+$/u.test(wrong)
  const near = isChinese ? [...listNearParts(wrong, known), ...listParts(wrong)] : listNear(wrong, known)
  const mended = near.map((word) => words.map((one) => (one === wrong ? word : one)).join(' '))
  return [...new Set(mended)].filter((one) => find(one, lists).length > 0).slice(0, MOST)
}

/** All words of the site: names and terms of fields, segments of paths, titles, event types, and codes that guides speak of. @param {Lists} lists */
function listKnown({ titles, fields, guides }) {
  /** @type {Set<string>} */
  const known = new Set()
  for (const [, name, title, english, products] of titles) {
    const words = [...name.split(/[/ {}]/), removeEnding(title), ...english.split(' '), ...products.split(/[ ∙]/)]
    for (const word of words) known.add(word.toLowerCase())
  }
  for (const [name, terms] of fields) for (const word of [name, ...terms]) known.add(word.toLowerCase())
  for (const [, , sections] of guides)
    for (const [, , text] of sections)
      for (const [code] of text.matchAll(/\b[A-Z][A-Z_.]{4,}\b/g)) known.add(code.toLowerCase())
  known.delete('')
  return known
}

/** The words that are at most so many slips away as their length allows, the nearest first. @param {string} word @param {ReadonlySet<string>} known */
function listNear(word, known) {
  const allowed = word.length < 5 ? 1 : 2
  return [...known]
    .filter((one) => Math.abs(one.length - word.length) <= allowed)
    .map((one) => ({ one, slips: countSlips(word, one) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips || a.one.length - b.one.length)
    .map(({ one }) => one)
    .slice(0, 2 * MOST)
}

/** Parts of known Chinese words with one other character: 退款单号 for 退宽单号. @param {string} word @param {ReadonlySet<string>} known */
function listNearParts(word, known) {
  if (word.length < 3) return []
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const text of known) {
    for (let start = 0; start + word.length <= text.length; start += 1) {
      const part = text.slice(start, start + word.length)
      const others = [...part].filter((character, index) => character !== word[index]).length
      if (others === 1 && /^\p{Script=Han}+$/u.test(part)) counts.set(part, (counts.get(part) ?? 0) + 1)
    }
  }
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([part]) => part)
    .slice(0, 2 * MOST)
}

/** The parts of a Chinese word, the longest first. @param {string} word */
function listParts(word) {
  const parts = []
  for (let length = word.length - 1; length >= 2; length -= 1)
    for (let start = 0; start + length <= word.length; start += 1) parts.push(word.slice(start, start + length))
  return parts.slice(0, 40)
}

/** Counts the slips between two words: a letter too many, too few, another one, or two exchanged. @param {string} one @param {string} other */
function countSlips(one, other) {
  const rows = Array.from({ length: one.length + 1 }, (_, row) => [row])
  const at = (/** @type {number} */ row, /** @type {number} */ column) => rows[row]?.[column] ?? 0
  for (let column = 1; column <= other.length; column += 1) rows[0]?.push(column)
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1]
      const isExchanged =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      rows[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          isExchanged ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return at(one.length, other.length)
}
