// Detours around the encryption of a person's data.
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { ALTER, person, settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./random.mjs').Random} Random */

const GROUP = 'sensitive fields'
const TRIES = 3_000
const METHODS = ['post', 'put', 'patch', 'delete']

/** Ways to write a path otherwise. @type {Record<string, (path: string, random: Random) => string>} */
const spellings = {
  'as it is': (path) => path,
  'a letter left out': (path, random) => change(path, random, () => ''),
  'a letter doubled': (path, random) => change(path, random, (letter) => letter + letter),
  'another letter': (path, random) => change(path, random, () => random.pick([...'aeiou-_'])),
  'two letters exchanged': (path, random) => {
    const index = 3 + random.below(path.length - 4)
    return `${path.slice(0, index)}${path[index + 1]}${path[index]}${path.slice(index + 2)}`
  },
  'upper case': (path, random) => change(path, random, (letter) => letter.toUpperCase()),
  'an escape': (path, random) => change(path, random, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  'an escape of an escape': (path, random) =>
    change(path, random, (letter) => `%25${letter.charCodeAt(0).toString(16)}`),
  'a slash more': (path, random) => change(path, random, (letter) => `${letter}/`),
  'a slash in front': (path) => `/${path}`,
  'a slash at the end': (path) => `${path}/`,
  'dots at the end': (path, random) =>
    `${path}${random.pick(['/.', '/x/..', '/%2e', ';', '.', '%00', ' ', '?', '?a=1', '#'])}`,
  'a segment left out': (path, random) => {
    const segments = path.split('/')
    segments.splice(1 + random.below(segments.length - 1), 1)
    return segments.join('/')
  },
  'a segment that stands for itself': (path) => path.replace('alter', '{name}'),
  'another version': (path) => path.replace('v3/', 'v3/v3/'),
  'a path of nobody': () => 'v3/some/other/path',
}

/** Ways to hand over the same values. @type {Record<string, (json: object) => object>} */
const shapes = {
  'a plain object': (json) => json,
  'an object without a prototype': (json) => Object.assign(Object.create(null), json),
  'an instance of a class': (json) => Object.assign(new (class Person {})(), json),
  'an object with toJSON': (json) => ({ toJSON: () => json }),
  'a list': (json) => [json],
  'an object within': (json) => ({ data: json }),
  'lists within': (json) => ({ data: { rows: [[json]] } }),
  'a date and a map beside it': (json) => ({ ...json, at: new Date(0), map: new Map() }),
}

/** @param {Context} context */
export async function attackFields({ scene, random, tally, scale }) {
  for (let index = 0; index < TRIES * scale; index++) {
    /** @type {string[]} */
    const wire = []
    const wxpay = scene.connectIdle(async (url, { body = '' }) => {
      wire.push(decode(url), typeof body === 'string' ? body : new TextDecoder().decode(body))
      return toResponse(await scene.sign(200, '{"resp_code":"000000","resp_desc":""}'))
    })
    const [spelling, shape] = [random.pick(Object.keys(spellings)), random.pick(Object.keys(shapes))]
    const [method, notation] = [random.pick(METHODS), random.pick(['chain', 'property', 'nodes'])]
    const path = spellings[spelling]?.(ALTER, random) ?? ALTER
    const options = {
      json: shapes[shape]?.(scene.makeJson()),
      params: spelling.startsWith('a segment that') ? { name: 'alter' } : undefined,
    }
    const { error } = await settle(Promise.resolve().then(() => call(wxpay, notation, path, method, options)))
    const example = `${spelling}, ${shape}, ${method}, ${notation}: ${path}`
    const shown = [person.cert_no, person.tel, person.name, JSON.stringify(person.name)].some((value) =>
      wire.join().includes(value),
    )
    tally.count(GROUP, 'no field that an operation encrypts leaves in plain text, on whatever path', !shown, example)
    if (error)
      tally.count(GROUP, 'every refusal is one error of the union', isWechatPayError(error), `${example}: ${error}`)
  }
}

/** @param {any} wxpay @param {string} notation @param {string} path @param {string} method @param {object} options */
async function call(wxpay, notation, path, method, options) {
  if (notation === 'chain') return wxpay.chain(path)[method](options)
  if (notation === 'property') return wxpay[path][method](options)
  const node = path.split('/').reduce((node, segment) => (segment === '' ? node : node?.[segment]), wxpay)
  return typeof node?.[method] === 'function' ? node[method](options) : undefined
}

/** Changes one letter of a path behind its version. @param {string} path @param {Random} random @param {(letter: string) => string} write */
function change(path, random, write) {
  const index = 3 + random.below(path.length - 3)
  return `${path.slice(0, index)}${write(path[index] ?? '')}${path.slice(index + 1)}`
}

/** @param {string} url */
function decode(url) {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
