// The search itself: a text is found wherever it stands in a title, a path, a name or a term of a field, or a guide.

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

/** The words of a query, in lower case; full-width letters are how Chinese keyboards write them. @param {string} query */
export function readWords(query) {
  return query.normalize('NFKC').toLowerCase().trim().split(/\s+/).filter(Boolean)
}

/**
 * Finds all that has every word, the nearest first: in title or path, then in guides, then in fields.
 *
 * @param {string} query
 * @param {Lists} lists
 * @returns {Result[]}
 */
export function find(query, lists) {
  const words = readWords(query)
  if (words.length === 0) return []
  const ranked = [...findPages(words, lists), ...findGuides(words, lists.guides)]
  return ranked.sort((one, other) => one.rank - other.rank).map(({ result }) => result)
}

/** @param {readonly string[]} words @param {Lists} lists @returns {{ rank: number, result: Result }[]} */
function findPages(words, { titles, fields }) {
  const byWord = words.map((word) => findFields(word, fields))
  return titles.flatMap(([slug, name, title, english, products], index) => {
    const text = `${name} ${title} ${english} ${products}`.toLowerCase()
    const inText = words.filter((word) => text.includes(word))
    const inFields = byWord.map((places) => places.get(index) ?? [])
    if (!words.every((word, position) => text.includes(word) || inFields[position]?.length)) return []
    const isWhole = words.some((word) =>
      [title, english, name, ...name.split('/')].some((one) => one.toLowerCase() === word),
    )
    const rank = inText.length < words.length ? (isExact(words, inFields) ? 4 : 5) : isWhole ? 0 : 1
    const kind = slug.startsWith('events/') ? /** @type {const} */ ('event') : /** @type {const} */ ('operation')
    return [{ rank, result: { kind, slug, title, english, detail: name, fields: [...new Set(inFields.flat())] } }]
  })
}

/** @param {readonly string[]} words @param {readonly (readonly string[])[]} inFields */
function isExact(words, inFields) {
  return words.every((word, index) => inFields[index]?.includes(word))
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

/** @param {readonly string[]} words @param {readonly FoundGuide[]} guides @returns {{ rank: number, result: Result }[]} */
function findGuides(words, guides) {
  return guides.flatMap(([slug, title, sections]) =>
    sections.flatMap(([anchor, heading, text]) => {
      const has = (/** @type {string} */ where) => words.every((word) => where.toLowerCase().includes(word))
      if (!has(`${title} ${heading} ${text}`)) return []
      const rank = has(anchor === '' ? title : heading) ? 0 : 3
      const address = anchor === '' ? slug : `${slug}#${anchor}`
      return [
        {
          rank,
          result: /** @type {Result} */ ({
            kind: 'guide',
            slug: address,
            title,
            english: title,
            detail: heading,
            fields: [],
          }),
        },
      ]
    }),
  )
}
