// Generated operations with values of other shapes than they describe, at other paths, validated or not.
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { operations as all } from '@wechatpay-kit/endpoints/areas/all'
import { placesOf } from './places.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./random.mjs').Random} Random */
/** @typedef {{ type: string, entries?: Record<string, Schema>, required?: string[], item?: Schema, pipe?: readonly { metadata?: { sensitive?: boolean } }[],
 *   values?: string[], least?: number, greatest?: number }} Schema */
/** @typedef {{ method: string, path: string, transfer?: string, headers?: string[], request?: Schema, query?: Schema }} Operation */
/** @typedef {(values: any, random: Random, schema: Schema) => any} Mutation */

const GROUP = 'generated operations'
const TRIES = 3_000
/** Marks what is sensitive: no plain value holds it. */
const SECRET = '机密330102199001'
const NUMBER = 330102199001

/** Ways to write values otherwise than they are described. @type {Record<string, Mutation>} */
const ways = {
  'as they are': (values) => values,
  'numbers in place of texts': (values) => changeSecrets(values, () => NUMBER),
  'lists in place of texts': (values) => changeSecrets(values, (text) => [[text]]),
  'all of it in a list': (values) => [values],
  'all of it under another name': (values, random) => ({ [random.pick(['data', '__proto_', 'constructor'])]: values }),
  'all of it under __proto__': (values) => JSON.parse(`{"__proto__":${JSON.stringify(values)}}`),
  'a field more': (values) => ({ ...values, somebody_else: 1 }),
  'objects in place of texts': (values) => changeSecrets(values, (text) => ({ text })),
  'objects in place of lists': (values) => changeLists(values),
  'a sensitive name within whatever is open': (values, random, schema) => {
    const names = listNames(schema)
    return fillOpen(values, schema, () => ({ [random.pick(names)]: `${SECRET}X` }))
  },
}

/** Ways to write a path. @type {Record<string, (path: string, random: Random) => string>} */
const spellings = {
  'as it is': (path) => path,
  'a slash in front': (path) => `/${path}`,
  'a slash at the end': (path) => path.replace(/\/?$/, '/'),
  'other names of variables': (path) => path.replace(/\{\w+\}/g, (name) => `{x${name.slice(1)}`),
  'values of variables in it': (path) => path.replace(/\{\w+\}/g, 'V1'),
}
/** @type {typeof spellings} */
const misspellings = {
  'a letter doubled': (path, random) => {
    const index = 4 + random.below(path.length - 5)
    return `${path.slice(0, index)}${path[index]}${path.slice(index)}`
  },
  'a segment more': (path) => `${path.replace(/\/$/, '')}/more`,
}

/** @param {Context} context */
export async function attackOperations({ scene, random, tally, scale }) {
  const operations = /** @type {Operation[]} */ (/** @type {unknown} */ (all)).filter(
    ({ request, query, transfer }) => !transfer && (hasSecret(request) || hasSecret(query)),
  )
  tally.count(GROUP, 'operations encrypt fields', operations.length > 50, `${operations.length} operations`)
  /** @type {string[]} */
  let wire = []
  const clients = ['mchid', 'brandId'].map((name) => {
    const { mchid, ...keys } = scene.sandbox.merchant
    const merchant = { ...keys, [name]: mchid, privateKey: { sign: async () => 'AAAA' } }
    return scene.connect({
      merchant: /** @type {any} */ (merchant),
      operations: /** @type {any} */ (all),
      transport: async (url, { body = '', headers }) => {
        wire.push(decode(url), String(body), String(headers['Authorization']))
        return new Response('{"code":"SYSTEM_ERROR","message":"m"}', { status: 500 })
      },
    })
  })

  for (let round = 0; round < TRIES * scale; round++) {
    const operation = random.pick(operations)
    const isBrand = operation.path.startsWith('brand/')
    const wxpay = /** @type {any} */ (clients[isBrand ? 1 : 0])
    const isKnown = random.chance(0.7)
    const [spelling, path] = spell(operation, random, isKnown)
    const way = random.pick(Object.keys(ways))
    const validation = isKnown && random.chance(0.4) ? undefined : 'off'
    const { method, request, query, headers = [] } = operation
    const write = (/** @type {Schema | undefined} */ schema) =>
      schema && ways[way]?.(fill(schema, random), random, schema)
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, 'V1'])
    const options = {
      json: write(request),
      query: write(query),
      ...(names.length > 0 ? { params: Object.fromEntries(names) } : {}),
      headers: {
        ...Object.fromEntries(headers.map((name) => [name, 'K1'])),
        ...(random.chance(0.1) ? { 'Wechatpay-Serial': scene.platform.id } : {}),
      },
      validation,
    }
    wire = []
    const isCall = isKnown && random.chance(0.3)
    const { error } = await settle(
      Promise.resolve().then(() =>
        isCall ? wxpay.call(operation, paramsOf(operation, options)) : wxpay.chain(path)[method.toLowerCase()](options),
      ),
    )
    const example = `${method} ${path} (${isCall ? 'call' : spelling}, validation ${validation}): ${way}`
    const isShown = (/** @type {string} */ text) => text.includes('机密') || text.includes(String(NUMBER))
    tally.count(
      GROUP,
      'no sensitive text leaves unencrypted, whatever its shape and path',
      !isShown(wire.join()),
      example,
    )
    tally.count(GROUP, 'no error shows a sensitive text', !isShown(Object.values(placesOf(error)).join()), example)
    tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), `${example}: ${error}`)
    if (wire.length === 0) continue
    const scheme = wire[2]?.split(' ')[0]
    const wanted = isBrand ? 'WECHATPAY-BRAND-SHA256-RSA2048' : 'WECHATPAY2-SHA256-RSA2048'
    tally.count(GROUP, 'merchants and brands sign with their own scheme', scheme === wanted, `${example}: ${scheme}`)
  }
  await callForOthers({ scene, random, tally, scale })

  /** Merchants call for brands, and brands for merchants. @param {Context} context */
  async function callForOthers({ scale }) {
    for (const { method, path } of /** @type {Operation[]} */ (/** @type {unknown} */ (all)).slice(0, 1e4 * scale)) {
      wire = []
      const wxpay = /** @type {any} */ (clients[path.startsWith('brand/') ? 0 : 1])
      for (const validation of [undefined, 'off']) {
        await settle(Promise.resolve().then(() => wxpay.chain(path)[method.toLowerCase()]({ validation })))
      }
      tally.count(GROUP, 'nobody signs for paths of others', wire.length === 0, `${method} ${path}`)
    }
  }
}

/** Writes the path of an operation. @param {Operation} operation @param {Random} random @param {boolean} isKnown */
function spell({ path }, random, isKnown) {
  const ways = isKnown ? spellings : misspellings
  const spelling = random.pick(Object.keys(ways))
  return /** @type {const} */ ([spelling, ways[spelling]?.(path, random) ?? path])
}

/** The options of a call of an operation itself, whose variables have its own names. @param {Operation} operation @param {object} options */
function paramsOf({ path }, options) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, 'V1'])
  return { ...options, params: names.length > 0 ? Object.fromEntries(names) : undefined }
}

/** Values that a schema describes. @param {Schema} schema @param {Random} random @returns {any} */
function fill(schema, random) {
  const { type, entries, required = [], item, values, least = 1 } = schema
  if (isSecret(schema)) return `${SECRET}${random.below(1e6)}`
  if (entries) {
    const kept = Object.entries(entries).filter(([name]) => required.includes(name) || random.chance(0.8))
    return Object.fromEntries(kept.map(([name, one]) => [name, fill(one, random)]))
  }
  if (item) return Array.from({ length: 1 + random.below(2) }, () => fill(item, random))
  if (type === 'boolean') return true
  if (/^(integer|number)/.test(type)) return least
  return values?.[0] ?? 'A'.repeat(Math.max(1, least))
}

/** Tells whether a text travels encrypted. @param {Schema | undefined} schema */
const isSecret = (schema) => schema?.pipe?.some(({ metadata }) => metadata?.sensitive) ?? false

/** @param {Schema | undefined} schema @returns {boolean} */
const hasSecret = (schema) =>
  !!schema && (isSecret(schema) || [schema.item, ...Object.values(schema.entries ?? {})].some(hasSecret))

/** The names of sensitive texts. @param {Schema | undefined} schema @param {string} name @returns {string[]} */
function listNames(schema, name = '') {
  if (!schema) return []
  if (isSecret(schema)) return [name]
  const inner = Object.entries(schema.entries ?? {}).flatMap(([key, one]) => listNames(one, key))
  return [...listNames(schema.item, name), ...inner]
}

/** @param {any} value @param {(text: string) => unknown} change @returns {any} */
function changeSecrets(value, change) {
  if (typeof value === 'string') return value.startsWith(SECRET) ? change(value) : value
  if (Array.isArray(value)) return value.map((item) => changeSecrets(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, changeSecrets(one, change)]))
}

/** @param {any} value @returns {any} */
function changeLists(value) {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, one]) => [
    Array.isArray(value) ? `n${name}` : name,
    changeLists(one),
  ])
  return Object.fromEntries(entries)
}

/** Puts something where an operation describes nothing more. @param {any} value @param {Schema | undefined} schema @param {() => unknown} make @returns {any} */
function fillOpen(value, schema, make) {
  if (schema?.type === 'any') return make()
  if (Array.isArray(value)) return value.map((item) => fillOpen(item, schema?.item, make))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, fillOpen(one, schema?.entries?.[name], make)]),
  )
}

/** @param {string} url */
function decode(url) {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
