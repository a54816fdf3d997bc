// The lists that the search looks through, each fetched when somebody searches: titles and paths, names and terms of fields, texts of guides.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
/** @import { SiteOperation } from '../catalogue/operations.mjs' */
/** @import { SiteEvent } from '../catalogue/events.mjs' */
/** @import { Language } from '../words.mjs' */
import { listRequestRows, listResponseRows } from '../catalogue/fields.mjs'
import { GUIDES } from '../guides/list.mjs'
import { readGuide } from '../guides/markdown.mjs'

/**
 * What can be found by its title: an operation, or an event type.
 *
 * @typedef {readonly [slug: string, name: string, title: string, english: string, products: string, documents: string, standing: 0 | 1 | 2]} Found - `documents` are the numbers of its documents; `standing` is 1 abroad, 2 of what has ended.
 */
/** @typedef {readonly [name: string, terms: readonly string[], places: readonly number[]]} FoundField - one name with the terms that it has in one meaning; `places` are the differences between the indices of what has it. */
/** @typedef {readonly [slug: string, title: string, sections: readonly (readonly [anchor: string, heading: string, text: string])[]]} FoundGuide */

/** Lists operations and event types. @param {readonly SiteOperation[]} operations @param {readonly SiteEvent[]} events @returns {Found[]} */
export function listTitles(operations, events) {
  return [
    ...operations.map(
      ({ slug, facts }) =>
        /** @type {Found} */ ([
          slug,
          `${facts.method} ${facts.path}`,
          facts.title,
          facts.english ?? '',
          (facts.tags ?? []).join(' '),
          toNumbers(facts.doc),
          facts.deprecated ? 2 : facts.host ? 1 : 0,
        ]),
    ),
    ...events.map(({ slug, type, title, movedTo, kinds }) => {
      const numbers = toNumbers(kinds.flatMap(({ record }) => record.doc))
      return /** @type {Found} */ ([slug, type, title, '', '', numbers, movedTo ? 2 : 0])
    }),
  ]
}

/** The numbers of documents without their folders. @param {readonly string[]} documents */
function toNumbers(documents) {
  return documents.map((document) => document.replace(/^.*\//, '')).join(' ')
}

/** Lists the fields with their terms, and where they are: in the titles' order. @param {readonly SiteOperation[]} operations @param {readonly SiteEvent[]} events @returns {FoundField[]} */
export function listFields(operations, events) {
  /** @type {Map<string, { name: string, terms: string[], places: number[] }>} */
  const byMeaning = new Map()
  const add = (/** @type {number} */ index, /** @type {readonly { name: string, node: CatalogueNode }[]} */ rows) => {
    for (const { name, node } of rows) {
      const terms = [node.term, node.english].flatMap((term) => term || [])
      const key = [name, ...terms].join('\n')
      const found = byMeaning.get(key) ?? { name, terms, places: [] }
      byMeaning.set(key, found)
      if (found.places.at(-1) !== index) found.places.push(index)
    }
  }
  for (const [index, { facts }] of operations.entries()) {
    const responses = Object.values(facts.response).flatMap((node) => (node ? listResponseRows(node) : []))
    add(index, [...listRequestRows(facts).filter(({ depth }) => depth > 0), ...responses])
  }
  for (const [index, { kinds }] of events.entries()) {
    add(
      operations.length + index,
      kinds.flatMap(({ resource }) => listResponseRows(resource)),
    )
  }
  return [...byMeaning.values()].map(({ name, terms, places }) => [
    name,
    terms,
    places.map((place, index) => place - (places[index - 1] ?? 0)),
  ])
}

/** Lists the guides of a language, with the text of each section. @param {Language} language @returns {FoundGuide[]} */
export function listGuides(language) {
  return GUIDES.filter(({ slug }) => !slug.startsWith('evidence/')).map((guide) => {
    const { title, markdown } = readGuide(guide, language)
    const [lead = '', ...parts] = markdown.split(/^(?=##+ )/m)
    const sections = [lead, ...parts].map((part, index) => {
      const [, heading = ''] = index === 0 ? [] : (/^##+ (.*)$/m.exec(part) ?? [])
      const text = part.replace(/^##+ .*$/m, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      return /** @type {const} */ ([
        toAnchor(heading),
        heading.replaceAll('`', ''),
        text.replace(/[`|*\s-]+/g, ' ').trim(),
      ])
    })
    return [guide.slug, title, sections]
  })
}

/** The anchor of a heading, as GitHub and Astro make it. @param {string} heading */
function toAnchor(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
