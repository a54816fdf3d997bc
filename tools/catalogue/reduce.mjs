// Reduces a researched record to what readers need: witnesses and disputes become flags of the node that they are about.

/** @typedef {Record<string, any>} Json */

/** Sources written by WeChat Pay. */
const OFFICIAL = ['go', 'java', 'samples']

const RECORD = [
  'method',
  'path',
  'title',
  'tags',
  'roles',
  'updated',
  'host',
  'permission',
  'deprecated',
  'contentType',
]
const FLAGS = ['upload', 'download', 'produces']
const NODE = [
  'type',
  'required',
  'encrypted',
  'nullable',
  'enum',
  'format',
  'unit',
  'maxLength',
  'minLength',
  'pattern',
]
const BOUNDS = ['minimum', 'maximum', 'minItems', 'maxItems', 'default', 'term']

/** Disputes about whether a field must be there. Those of `json` itself name the fields. */
const ABOUT_REQUIRED = ['required', 'roles', 'alternatives']

/** The record of an operation. @param {Json} record @returns {Json} */
export function reduceOperation(record) {
  const flags = new Flags(record)
  /** @type {Json} */
  const reduced = { ...pick(record, RECORD), ...documents(record), ...pick(record, FLAGS) }
  if (isOfficial(record['seen'])) reduced['official'] = true
  if (!record['source']) reduced['undescribed'] = true
  for (const place of ['params', 'query', 'headers', 'form']) {
    const nodes = record[place]?.map((/** @type {Json} */ node) => ({
      name: node['name'],
      ...reduceNode(node, `${place}.${node['name']}`, flags),
    }))
    if (nodes) reduced[place] = nodes
  }
  if (record['json']) reduced['json'] = reduceNode(record['json'], 'json', flags)
  reduced['response'] = Object.fromEntries(
    Object.entries(record['response']).map(([status, node]) => [
      status,
      node === null ? null : reduceNode(node, 'response', flags),
    ]),
  )
  Object.assign(reduced, pick(record, ['responseHeaders', 'encrypted']))
  flags.refuseUnused()
  return reduced
}

/** The record of a notification. @param {Json} record @returns {Json} */
export function reduceNotification(record) {
  const { event, originalType, resource } = record
  return {
    events: [event].flat(),
    ...(originalType ? { originalTypes: [originalType].flat() } : {}),
    title: record['title'],
    ...documents(record),
    ...pick(record, ['movedTo']),
    resource: reduceNode(resource, 'resource', new Flags({})),
    ...pick(record, ['encrypted']),
  }
}

/** Flags of a record's nodes by their path. */
class Flags {
  /** @type {Map<string, Json>} */
  #flags = new Map()
  /** @type {Set<string>} */
  #used = new Set()

  /** @param {Json} record */
  constructor({ dispute = [], unconfirmed = [], path = '' }) {
    this.record = path
    for (const at of unconfirmed) this.#add(at, 'unconfirmed', true)
    for (const { at, what, fields, catalogue } of dispute) {
      if (ABOUT_REQUIRED.includes(what)) {
        for (const place of fields ?? ['']) this.#add(place ? `${at}.${place}` : at, 'requiredDisputed', true)
      }
      if (what === 'type') this.#add(at, 'typeDisputed', true)
      if (what === 'enum') this.#add(at, 'enumDisputed', true)
      if (what === 'encrypted') this.#add(at, 'encryptedDisputed', true)
      if (what === 'name') this.#add(at, 'spelling', catalogue.split('.').pop())
    }
  }

  /** @param {string} at */
  take(at) {
    this.#used.add(at)
    return this.#flags.get(at) ?? {}
  }

  /** A flag that stands at no node would be lost. */
  refuseUnused() {
    const lost = [...this.#flags.keys()].filter((at) => !this.#used.has(at))
    if (lost.length > 0) throw new Error(`${this.record} has flags of fields that it does not have: ${lost.join(', ')}`)
  }

  /** @param {string} at @param {string} flag @param {unknown} value */
  #add(at, flag, value) {
    this.#flags.set(at, { ...this.#flags.get(at), [flag]: value })
  }
}

/** @param {Json} node @param {string} at @param {Flags} flags @returns {Json} */
function reduceNode(node, at, flags) {
  /** @type {Json} */
  const reduced = { ...pick(node, NODE), ...pick(node, BOUNDS), ...flags.take(at) }
  if (node['enumFrom']) reduced['enumDisputed'] = true
  if (node['from']) reduced['undescribed'] = true
  if (node['from'] && !isOfficial(node['from'])) reduced['unconfirmed'] = true
  if (node['items']) reduced['items'] = reduceNode(node['items'], `${at}[]`, flags)
  if (node['contains']) reduced['contains'] = reduceNode(node['contains'], `${at}.`, flags)
  if (node['fields']) {
    reduced['fields'] = Object.fromEntries(
      Object.entries(node['fields']).map(([name, child]) => [name, reduceNode(child, `${at}.${name}`, flags)]),
    )
  }
  return reduced
}

/** Numbers of documents; paths of older pages only where there is no number. @param {Json} record */
function documents({ doc, docOld }) {
  return doc.length === 0 && docOld ? { doc, docOld } : { doc }
}

/** @param {string[]} [sources] */
function isOfficial(sources = []) {
  return sources.some((source) => OFFICIAL.includes(source))
}

/** @param {Json} record @param {string[]} names @returns {Json} */
function pick(record, names) {
  return Object.fromEntries(names.flatMap((name) => (name in record ? [[name, record[name]]] : [])))
}
