// The search itself: a text is found wherever it stands in a title, a path, a name or a term of a field, or a guide; and by the number of a document.
import { hasParts, isCallOf, readPath, readWords, removeEnding } from '../../../../packages/catalogue/src/words.ts'

/** @typedef {import('../../build/search/lists.mjs').Found} Found */
/** @typedef {import('../../build/search/lists.mjs').FoundField} FoundField */
/** @typedef {import('../../build/search/lists.mjs').FoundGuide} FoundGuide */

/**
 * One result.
 *
 * @typedef {object} Result
 * @property {'operation' | 'event' | 'guide'} kind
 * @property {string} slug - of the page, with the anchor of a section.
 * @property {string} title - Chinese, of an operation or an event type; of a guide that of its language.
 * @property {string} english - empty where there is none.
 * @property {string} detail - method and path, event type, or the heading of a section.
 * @property {readonly string[]} fields - fields that have the words.
 */

/** @typedef {{ titles: readonly Found[], fields: readonly FoundField[], guides: readonly FoundGuide[] }} Lists */
/** @typedef {{ rank: number, distance: number, result: Result }} Ranked */

/** The ways in which a result is found, the nearest first. */
const RANKS = { whole: 0, part: 1, otherOrder: 2, guide: 3, field: 4, partOfField: 5 }
/** Places what is known by its title before what is known by its path alone; both the shorter, the nearer. */
const BEHIND_TITLES = 100
/** Places the headings of guides behind short titles. */
const HEADING = 10
/** Places what is called abroad behind the others of its rank, and what has ended behind those. */
const BEHIND_ALL = 1_000

/**
 * Finds all that has every word, the nearest first: in title or path, then in guides, then in fields.
 *
 * @param {string} query - words, a path, a URL with its host and query, or the number or address of an official document.
 * @param {Lists} lists
 * @returns {Result[]}
 */
export function find(query, lists) {
  const words = readWords(query).map(readPasted)
  if (words.length === 0) return []
  const ranked = [...findPages(words, lists), ...findGuides(words, lists.guides)]
  return ranked.sort((one, other) => one.rank - other.rank || one.distance - other.distance).map(({ result }) => result)
}

/**
 * Reads a word as people paste it: the address of an official document is its number, and code such as
 * `wxpay.v3.pay.transactions.jsapi.post` or `v3->pay->transactions->jsapi` the path; others stay as they are.
 *
 * @param {string} word
 */
function readPasted(word) {
  const [, number] =
    /^(?:https?:\/\/pay\.weixin\.qq\.com\/doc\/.*?|(?:merchant|partner|global)\/)(\d{6,})(?:[?#].*)?$/.exec(word) ?? []
  if (number) return number
  const [, chain] = /^(?:\$?\w+(?:\.|->))?((?:v3|hk|global|brand)(?:(?:\.|->)[\w-]+)+)$/.exec(word) ?? []
  if (!chain) return word
  const path = chain.replace(/(?:\.|->)(?:get|post|put|patch|delete)(?:async)?$/, '').replace(/\.|->/g, '/')
  return path.replace(/\/_(\w+)_(?=\/|$)/g, '/{$1}')
}

/** @param {readonly string[]} words @param {Lists} lists @returns {Ranked[]} */
function findPages(words, { titles, fields }) {
  const byWord = words.map((word) => findFields(word, fields))
  return titles.flatMap((found, index) => {
    const [slug, name, title, english, , , standing] = found
    const inFields = byWord.map((places) => places.get(index) ?? [])
    const ranks = words.map((word, position) => rankWord(word, found, inFields[position] ?? []))
    if (ranks.includes(undefined)) return []
    // A word that is the whole title, or a segment of the path, brings the page forward if the others are near too.
    const weakest = Math.max(...ranks.map((rank) => rank ?? 0))
    const rank = weakest === RANKS.part && ranks.includes(RANKS.whole) ? RANKS.whole : weakest
    const isTitled =
      rank === RANKS.otherOrder ||
      words.some((word) => [title, english].some((one) => one.toLowerCase().includes(word)))
    const size = (isTitled ? removeEnding(title).length : BEHIND_TITLES) + name.split('/').length / 100
    const distance = (rank < RANKS.guide ? size : 0) + standing * BEHIND_ALL
    const kind = slug.startsWith('events/') ? /** @type {const} */ ('event') : /** @type {const} */ ('operation')
    const result = { kind, slug, title, english, detail: name, fields: [...new Set(inFields.flat())] }
    return [{ rank, distance, result }]
  })
}

/** Measures how near a word is to a page; `undefined` where it is not there. @param {string} word @param {Found} page @param {readonly string[]} inFields - fields of the page that have the word. */
function rankWord(word, [, name, title, english, products, documents], inFields) {
  const [method = '', path = ''] = name.toLowerCase().split(' ')
  const wholes = [removeEnding(title), english, name, ...name.split('/'), ...documents.split(' ')]
  if (wholes.some((one) => one.toLowerCase() === removeEnding(word))) return RANKS.whole
  const { target } = readPath(word)
  if (word.includes('/') && isCallOf(target, path)) return RANKS.whole
  const text = `${name} ${title} ${english} ${products}`.toLowerCase()
  if (text.includes(word) || (word.includes('/') && target !== '' && path.includes(target))) return RANKS.part
  if (word === method || (word.length >= 6 && documents.includes(word))) return RANKS.part
  if (hasParts(word, title)) return RANKS.otherOrder
  if (inFields.length === 0) return undefined
  return inFields.includes(word) ? RANKS.field : RANKS.partOfField
}

/** The fields that have a word in their name or a term, by what they are of. @param {string} word @param {readonly FoundField[]} fields */
function findFields(word, fields) {
  /** @type {Map<number, string[]>} */
  const places = new Map()
  for (const [name, terms, differences] of fields) {
    if (![name, ...terms].some((text) => text.toLowerCase().includes(word))) continue
    let index = 0
    for (const difference of differences) {
      index += difference
      places.set(index, [...new Set([...(places.get(index) ?? []), name])])
    }
  }
  return places
}

/** @param {readonly string[]} words @param {readonly FoundGuide[]} guides @returns {Ranked[]} */
function findGuides(words, guides) {
  return guides.flatMap(([slug, title, sections]) =>
    sections.flatMap(([anchor, heading, text]) => {
      const has = (/** @type {string} */ where) => words.every((word) => where.toLowerCase().includes(word))
      if (!has(`${title} ${heading} ${text}`)) return []
      const isTitle = anchor === '' && has(title)
      const rank = isTitle ? RANKS.whole : has(heading) ? RANKS.part : RANKS.guide
      const address = anchor === '' ? slug : `${slug}#${anchor}`
      const result = /** @type {Result} */ ({
        ...{ kind: 'guide', slug: address, title, english: title, detail: heading, fields: [] },
      })
      return [{ rank, distance: isTitle ? 0 : HEADING, result }]
    }),
  )
}
