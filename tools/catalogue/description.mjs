// Reads the community's description: one file of Swagger 2 for each path, docs/v3/refund/domestic/refunds.yaml, with
// references into docs/definitions; and gives operations in the catalogue's form, as far as both can be compared.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'

/** @typedef {Record<string, any>} Json */
/** @typedef {import('@wechatpay-kit/catalogue').CatalogueNode} CatalogueNode */
/** @typedef {{ -readonly [Key in keyof CatalogueNode]: CatalogueNode[Key] }} Node */
/** @typedef {{ schema: Json, file: string }} Part a schema, and the file that its references start from */
/** @typedef {{ method: string, path: string, title: string, places: Map<string, CatalogueNode> }} Described */

const METHODS = ['delete', 'get', 'patch', 'post', 'put']
const ROOTS = ['v3', 'global/v3', 'hk/v3']
/** Files that describe no operation: the notifications in general. */
const NO_OPERATION = ['/v3/webhooks']
/** @type {Json} */
const PLACES = { body: 'json', path: 'params', query: 'query', header: 'headers', formData: 'form' }
/** @type {Node['type'][]} */
const TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'file']
/** Texts in base64 that are not encrypted under a key of RSA. */
const NOT_RSA = ['ciphertext']

/** @param {string} folder @returns {Described[]} */
export function readDescription(folder) {
  const docs = join(folder, 'docs')
  const roots = ROOTS.filter((root) => existsSync(join(docs, root)))
  if (roots.length === 0) throw new Error(`${folder} has no folder docs/v3. Pass the folder that holds docs.`)
  const files = roots.flatMap((root) =>
    readdirSync(join(docs, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => `${root}/${name}`),
  )
  const reader = new Reader()
  return files.sort().flatMap((name) => {
    // The file of a path that ends with a slash is {empty}.yaml.
    const path = `/${name.replace(/\.yaml$/, '').replace(/\/\{empty\}$/, '/')}`
    if (NO_OPERATION.includes(path)) return []
    const file = join(docs, name)
    const described = reader.read(file)
    return METHODS.flatMap((method) => {
      const operation = described?.[method]
      if (!operation) return []
      const places = reader.readPlaces(path, operation, file)
      return [{ method: method.toUpperCase(), path, title: String(operation.summary ?? ''), places }]
    })
  })
}

class Reader {
  /** @type {Map<string, Json>} */
  #files = new Map()

  /** @param {string} file @returns {Json} */
  read(file) {
    const known = this.#files.get(file)
    if (known) return known
    const content = parse(readFileSync(file, 'utf8'), { uniqueKeys: false, logLevel: 'error' }) ?? {}
    this.#files.set(file, content)
    return content
  }

  /** The nodes of an operation by place. @param {string} path @param {Json} operation @param {string} file @returns {Map<string, CatalogueNode>} */
  readPlaces(path, { parameters = [], responses = {} }, file) {
    /** @type {Map<string, CatalogueNode>} */
    const places = new Map()
    // A path tells its variables itself; some are misspelt or missing among the parameters.
    for (const [, name] of path.matchAll(/\{(\w+)\}/g)) places.set(`params.${name}`, { type: 'string', required: true })
    for (const listed of parameters) {
      const { value: parameter, file: home } = this.#resolve(listed, file)
      const place = parameter.in === 'body' ? 'json' : `${PLACES[parameter.in]}.${parameter.name}`
      const node = this.#readNode(partsOfParameter(parameter).map((schema) => ({ schema, file: home })))
      const isVariable = parameter.in === 'path'
      if (isVariable && !places.has(place)) continue
      if (isVariable || (parameter.required === true && place !== 'json')) node.required = true
      places.set(place, node)
    }
    const succeeded = Object.keys(responses).find((status) => /^2/.test(status) && responses[status]?.schema)
    if (succeeded) places.set('response', this.#readNode([{ schema: responses[succeeded].schema, file }]))
    return places
  }

  /** @param {Part[]} schemas parts that hold together @returns {Node} */
  #readNode(schemas) {
    const parts = schemas.flatMap((part) => this.#partsOf(part))
    const first = (/** @type {string} */ key) => parts.find(({ schema }) => schema[key] !== undefined)?.schema[key]
    const all = (/** @type {string} */ key) => new Set(parts.flatMap(({ schema }) => listOf(schema[key])))
    /** @type {Map<string, Part[]>} */
    const fields = new Map()
    for (const { schema, file } of parts) {
      for (const [name, field] of Object.entries(schema['properties'] ?? {}))
        fields.set(name, [...(fields.get(name) ?? []), { schema: field ?? {}, file }])
    }
    const values = all('enum')
    const type = readType(first('type'), fields.size > 0, values.size > 0)
    /** @type {Node} */
    const node = { type }
    if (type === 'string' && first('format') === 'base64') node.encrypted = true
    if (values.size > 0) node.enum = [...values]
    const [required, sensitive] = [all('required'), all('x-is-sensitive')]
    if (fields.size > 0) {
      node.fields = Object.fromEntries(
        [...fields].map(([name, field]) => {
          const child = this.#readNode(field)
          if (required.has(name)) child.required = true
          if (sensitive.has(name) && child.type === 'string') child.encrypted = true
          if (NOT_RSA.includes(name)) delete child.encrypted
          return [name.replaceAll(' ', ''), child]
        }),
      )
    }
    const items = parts.flatMap(({ schema, file }) => (schema['items'] ? [{ schema: schema['items'], file }] : []))
    if (items.length > 0) node.items = this.#readNode(items)
    return node
  }

  /** A schema and those in its `allOf`, references followed. @param {Part} part @returns {Part[]} */
  #partsOf({ schema, file }) {
    const { value, file: home } = this.#resolve(schema, file)
    const inside = (value['allOf'] ?? []).flatMap((/** @type {Json} */ part) =>
      this.#partsOf({ schema: part, file: home }),
    )
    return [{ schema: value, file: home }, ...inside]
  }

  /** Follows references: `../definitions/Transaction.yaml#/Payer`, `#Payer`. @param {Json} value @param {string} file @returns {{ value: Json, file: string }} */
  #resolve(value, file) {
    if (typeof value?.['$ref'] !== 'string') return { value: value ?? {}, file }
    const [path = '', fragment = ''] = value['$ref'].split('#')
    const home = path === '' ? file : resolve(dirname(file), path)
    const target = fragment
      .split('/')
      .filter(Boolean)
      .reduce((/** @type {Json} */ found, name) => found?.[name], this.read(home))
    if (target === undefined) throw new Error(`${file} refers to ${value['$ref']}, which does not exist.`)
    return this.#resolve(target, home)
  }
}

/** A type as JSON has it: some are misspelt, such as `stringde` and `int`. @param {unknown} type @param {boolean} hasFields @param {boolean} hasValues @returns {Node['type']} */
function readType(type, hasFields, hasValues) {
  const text = String(type ?? '')
  const known = TYPES.find((name) => text !== '' && (text.startsWith(name) || name.startsWith(text)))
  if (known) return known
  if (hasFields) return 'object'
  return hasValues ? 'string' : 'any'
}

/**
 * The schemas of a parameter, which is a text where no type is named. The schema of a part of a form is that of the JSON
 * inside it.
 * @param {Json} parameter @returns {Json[]}
 */
function partsOfParameter({ in: place, schema, type, format, items, enum: values, allOf }) {
  if (place === 'body') return [schema ?? {}]
  const described = place === 'formData' || schema === undefined ? [] : [schema]
  return [{ type, format, items, enum: values, allOf }, ...described, { type: 'string' }]
}

/** @param {unknown} value @returns {any[]} */
function listOf(value) {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? [value] : []
}
