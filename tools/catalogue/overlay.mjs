// Lays facts written by hand over the description: packages/catalogue/overlay/<area>.json, and terms.json for all areas
// that have terms. What an overlay may hold: packages/catalogue/README.md. An entry that names nothing, or changes
// nothing, is refused, so that none outlives what it was written for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { giveUnit } from './amounts.mjs'
import { addNode, correctNode, findNode, listEncrypted } from './corrections.mjs'

/** @typedef {Record<string, any>} Json */
/** @typedef {Record<string, string | Record<string, string>>} Terms English by name; or by Chinese term, `*` for all others */
/** @import { Amounts } from './amounts.mjs' */
/** @typedef {{ titles?: Record<string, string>, terms?: Terms, idempotency?: Record<string, Json>, facts?: Json[], amounts?: Amounts[] }} Overlay */

const MEMBERS = ['titles', 'terms', 'idempotency', 'facts', 'amounts']
const PLACES = ['params', 'query', 'headers', 'form']

/** The overlays of a folder. */
export class Overlays {
  /** @type {Map<string, Overlay>} */
  #areas = new Map()
  /** @type {Terms} */
  #shared = {}
  /** @type {Set<string>} */
  #used = new Set()
  /** @type {string[]} */
  #problems = []

  /** @param {string} [folder] none: no overlay */
  constructor(folder) {
    if (folder === undefined || !existsSync(folder)) return
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const content = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      if (file === 'terms.json') this.#shared = content
      else this.#areas.set(file.replace(/\.json$/, ''), content)
    }
  }

  /** The records of an area with its overlay; they are changed. @param {string} area @param {Json[]} records */
  lay(area, records) {
    const overlay = this.#areas.get(area)
    if (overlay === undefined) return records
    this.#areas.delete(area)
    const layer = new Layer(area, records, this.#problems)
    layer.lay(overlay)
    if (overlay.terms) {
      for (const key of layer.translate(overlay.terms, this.#shared)) this.#used.add(key)
      layer.refuseUnused(overlay.terms, 'terms')
    }
    return records
  }

  /** Refuses what was of no use; to be called when all areas are done. */
  finish() {
    for (const area of this.#areas.keys()) this.#problems.push(`${area}: there is no such area`)
    for (const [name, meaning] of keysOf(this.#shared)) {
      if (!this.#used.has(name + meaning))
        this.#problems.push(`terms: ${name}${meaning && ` of ${meaning}`} is the name of no field`)
    }
    if (this.#problems.length > 0) throw new OverlayError(this.#problems)
  }
}

/** Entries that name or change nothing, a line each. */
export class OverlayError extends Error {
  /** @param {string[]} problems */
  constructor(problems) {
    super(`The overlay does not fit the description. Correct or remove what no longer holds:\n${problems.join('\n')}`)
  }
}

/** One area. */
class Layer {
  /** @type {Set<string>} */
  #used = new Set()

  /** @param {string} area @param {Json[]} records @param {string[]} problems */
  constructor(area, records, problems) {
    this.area = area
    this.records = records
    this.problems = problems
  }

  /** @param {Overlay} overlay */
  lay({ titles = {}, idempotency = {}, facts = [], amounts = [], ...rest }) {
    for (const member of Object.keys(rest)) if (!MEMBERS.includes(member)) this.#refuse(member, 'is no member')
    for (const { operations, source, nodes } of facts) {
      for (const name of operations) this.#correct(name, nodes, source)
    }
    for (const amount of amounts) {
      if (!amount.source) this.#refuse('amounts', 'has no source')
      for (const name of giveUnit(this.records, amount)) this.#refuse('amounts', `gives ${name} no unit`)
    }
    for (const [name, english] of Object.entries(titles)) {
      const record = this.#find(name)
      if (record) insertAfter(record, 'title', 'english', english)
    }
    for (const [name, { field, doc }] of Object.entries(idempotency)) {
      const record = this.#find(name)
      const isField = record?.['json']?.fields?.[field] !== undefined
      if (record && !isField && !record['headers']?.some((/** @type {Json} */ header) => header['name'] === field))
        this.#refuse(name, `has no field or header ${field}`)
      if (record) record['idempotency'] = { field, doc }
    }
  }

  /** Gives the nodes their English terms. @param {Terms} own @param {Terms} shared @returns {Set<string>} the shared ones that were used */
  translate(own, shared) {
    /** @type {Set<string>} */
    const used = new Set()
    /** @param {string} name @param {Json} node */
    const visitNamed = (name, node) => {
      const isOwn = Object.hasOwn(own, name)
      const terms = isOwn ? own : shared
      ;(isOwn ? this.#used : used).add(name + meaningOf(terms, name, node))
      const english = englishOf(terms, name, node)
      if (english) insertAfter(node, 'term' in node ? 'term' : 'type', 'english', english)
      visit(node)
    }
    /** @param {Json} node */
    const visit = (node) => {
      for (const [name, child] of Object.entries(node['fields'] ?? {})) visitNamed(name, child)
      if (node['items']) visit(node['items'])
      if (node['contains']) visit(node['contains'])
    }
    for (const record of this.records) {
      for (const place of PLACES) for (const node of record[place] ?? []) visitNamed(node['name'], node)
      if (record['json']) visit(record['json'])
      for (const node of Object.values(record['response'])) if (node) visit(node)
    }
    return used
  }

  /** @param {Terms} terms @param {string} what */
  refuseUnused(terms, what) {
    for (const [name, meaning] of keysOf(terms)) {
      if (!this.#used.has(name + meaning))
        this.#refuse(what, `${name}${meaning && ` of ${meaning}`} is the name of no field`)
    }
  }

  /** @param {string} name @param {Record<string, Json>} nodes @param {string} source */
  #correct(name, nodes, source) {
    const record = this.#find(name)
    if (!record) return
    for (const [place, changes] of Object.entries(nodes)) {
      const node = findNode(record, place)
      if (!node && !addNode(record, place, changes, source)) this.#refuse(name, `has no ${place}`)
      if (node && !correctNode(node, changes, source)) this.#refuse(name, `is so already: ${place}`)
    }
    listEncrypted(record)
  }

  /** @param {string} name @returns {Json | undefined} */
  #find(name) {
    const record = this.records.find(({ method, path }) => `${method} ${path}` === name)
    if (!record) this.#refuse(name, 'is no operation of the area')
    return record
  }

  /** @param {string} entry @param {string} problem */
  #refuse(entry, problem) {
    this.problems.push(`${this.area}: ${entry} ${problem}`)
  }
}

/** Every entry of a table: a name, and its Chinese term where it has several meanings. @param {Terms} terms @returns {[string, string][]} */
function keysOf(terms) {
  return Object.entries(terms).flatMap(([name, english]) =>
    typeof english === 'string'
      ? [[name, '']]
      : Object.keys(english).map((term) => /** @type {[string, string]} */ ([name, term])),
  )
}

/** @param {Terms} terms @param {string} name @param {Json} node */
function meaningOf(terms, name, { term }) {
  const english = Object.hasOwn(terms, name) ? terms[name] : undefined
  if (english === undefined || typeof english === 'string') return ''
  return Object.hasOwn(english, term) ? term : '*'
}

/** @param {Terms} terms @param {string} name @param {Json} node */
function englishOf(terms, name, node) {
  const english = Object.hasOwn(terms, name) ? terms[name] : undefined
  return typeof english === 'object' ? english[meaningOf(terms, name, node)] : english
}

/** Puts a member behind another. @param {Json} record @param {string} before @param {string} name @param {unknown} value */
function insertAfter(record, before, name, value) {
  const members = Object.entries(record)
  for (const member of Object.keys(record)) delete record[member]
  for (const [member, kept] of members) {
    record[member] = kept
    if (member === before) record[name] = value
  }
}
