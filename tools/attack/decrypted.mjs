// Genuine responses with encrypted fields of every kind, and responses whose body was taken away.
import { importPublicKey } from '@wechatpay-kit/crypto'
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { operations as all } from '@wechatpay-kit/endpoints/areas/all'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { placesOf } from './places.mjs'
import { settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./scene.mjs').Plain} Plain */
/** @typedef {import('./operations.mjs').Schema} Schema */
/** @typedef {import('./operations.mjs').Operation & { response?: Schema }} Operation */

const GROUP = 'decrypted responses'
const EMPTY = 'forgery: empty responses'
const SECRET = '机密330102199001'
const operations = /** @type {Operation[]} */ (/** @type {unknown} */ (all)).filter(
  ({ path, transfer }) => !transfer && !path.startsWith('brand/'),
)

/** @param {Context} context */
export async function attackDecrypted(context) {
  await spoilFields(context)
  await takeBodies(context)
}

/** @param {Context} context */
async function spoilFields({ scene, random, tally, scale }) {
  const keys = [scene.keys.merchant.keys, await generateKeyPair()]
  const [own, foreign] = await Promise.all(keys.map(({ publicKey }) => importPublicKey(publicKey)))
  const encrypting = operations.filter(({ response }) => hasSecret(response))
  /** Ways to spoil one ciphertext. @type {Record<string, (ciphertext: string) => unknown>} */
  const ways = {
    'as it is': (ciphertext) => ciphertext,
    'of another key': () => foreign?.encrypt(SECRET),
    'a letter changed': (ciphertext) => ciphertext.replace(/[A-Za-z]/, (letter) => (letter === 'A' ? 'B' : 'A')),
    'half of it': (ciphertext) => ciphertext.slice(0, ciphertext.length / 2),
    'no base64': (ciphertext) => `!${ciphertext}`,
    'another type': () => random.pick([5, true, [SECRET.slice(2)], { a: 1 }]),
    nothing: () => random.pick([null, '']),
  }
  for (let round = 0; round < 300 * scale; round++) {
    const operation = random.pick(encrypting)
    const way = random.pick(Object.keys(ways))
    const plain = fill(operation.response, random)
    const body = JSON.stringify(await encryptAll(plain, operation.response, (text) => own?.encrypt(text), ways[way]))
    const signed = await scene.sign(200, body)
    const wxpay = scene.connect({ transport: async () => toResponse(signed) })
    const { value: response, error } = await settle(send(wxpay, operation))
    const example = `${operation.method} ${operation.path}: ${way}, ${error}`
    tally.count(GROUP, 'a genuine response is a success', response !== undefined, example)
    if (!response) continue
    const copy = response.clone()
    const [one, other] = [await settle(response.json()), await settle(copy.json())]
    tally.count(GROUP, 'text() stays what was signed', (await copy.text()) === body, example)
    tally.count(GROUP, 'a clone gives the same', JSON.stringify(one.value) === JSON.stringify(other.value), example)
    const isPlain = JSON.stringify(one.value) === JSON.stringify(plain)
    if (way === 'as it is') tally.count(GROUP, 'json() gives sensitive texts decrypted', isPlain, example)
    const shown = Object.values(placesOf(one.error)).join()
    tally.count(GROUP, 'no error shows a decrypted text', !shown.includes('机密'), `${example}: ${one.error}`)
    if (one.error)
      tally.count(
        GROUP,
        'every failure is one error of the union',
        isWechatPayError(one.error),
        `${example}: ${one.error}`,
      )
  }
}

/** Bodies that were dropped on the way, and statuses that have none. @param {Context} context */
async function takeBodies({ scene, random, tally, scale }) {
  const unsigned = { 'content-type': 'application/json' }
  for (let round = 0; round < 300 * scale; round++) {
    const operation = random.pick(operations)
    const [full, empty] = [await scene.sign(200, '{"a":1}'), await scene.sign(204, '')]
    const none = new Uint8Array()
    /** Every one of them but the last is forged. @type {Record<string, Plain>} */
    const kinds = {
      'an unsigned 204': { status: 204, headers: /** @type {any} */ (unsigned), body: none },
      'an unsigned empty 200': { status: 200, headers: /** @type {any} */ (unsigned), body: none },
      'a 200 that became 204': { ...full, status: 204, body: none },
      'a 200 whose body was dropped': { ...full, body: none },
      'a 205 of a 200': { ...full, status: 205, body: none },
      'an old 204': await scene.sign(204, '', 301),
      'a 204 under another nonce': { ...empty, headers: { ...empty.headers, 'wechatpay-nonce': 'x' } },
      'a 204': empty,
    }
    const kind = random.pick(Object.keys(kinds))
    const given = /** @type {Plain} */ (kinds[kind])
    const isReader = random.chance(0.5)
    const reader = Object.assign(async () => new Response(), { readResponse: async () => given })
    const wxpay = scene.connectIdle(isReader ? reader : async () => toResponse(given))
    const { error } = await settle(send(wxpay, operation))
    const example = `${operation.method} ${operation.path}: ${kind}, ${error}`
    // Where there has to be a body, a genuine 204 is none either.
    const isGenuine = kind === 'a 204' && !operation.response
    tally.count(
      EMPTY,
      'an empty response is a success only if it is signed and documented',
      !error === isGenuine,
      example,
    )
    if (isGenuine) {
      const again = await settle(send(wxpay, operation))
      tally.count(
        EMPTY,
        'a signed empty response is accepted once',
        again.error?.code === 'SIGNATURE_REPLAYED',
        example,
      )
    }
  }
}

/** Calls an operation with nothing but its variables. @param {any} wxpay @param {Operation} operation @returns {Promise<Response>} */
async function send(wxpay, operation) {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, 'V1'])
  const params = names.length > 0 ? Object.fromEntries(names) : undefined
  return wxpay.call(operation, { params, validation: 'off' })
}

/** Tells whether a text travels encrypted. @param {Schema | undefined} schema */
const isSecret = (schema) => schema?.pipe?.some(({ metadata }) => metadata?.sensitive) ?? false

/** @param {Schema | undefined} schema @returns {boolean} */
const hasSecret = (schema) =>
  !!schema && (isSecret(schema) || [schema.item, ...Object.values(schema.entries ?? {})].some(hasSecret))

/** A response with all that a schema names. @param {Schema | undefined} schema @param {import('./random.mjs').Random} random @returns {any} */
function fill(schema, random) {
  const { entries, item } = schema ?? { type: 'any' }
  if (isSecret(schema)) return `${SECRET}${random.below(1e6)}`
  if (item) return Array.from({ length: 1 + random.below(3) }, () => fill(item, random))
  if (!entries) return 'x'
  return Object.fromEntries(Object.entries(entries).map(([name, one]) => [name, fill(one, random)]))
}

/**
 * Encrypts what is sensitive, and spoils the last of it.
 *
 * @param {any} plain @param {Schema | undefined} schema @param {(text: string) => Promise<string> | undefined} encrypt
 * @param {((ciphertext: string) => unknown) | undefined} spoil
 * @returns {Promise<any>}
 */
async function encryptAll(plain, schema, encrypt, spoil) {
  if (isSecret(schema)) {
    const ciphertext = (await encrypt(plain)) ?? ''
    return spoil ? await spoil(ciphertext) : ciphertext
  }
  if (typeof plain !== 'object') return plain
  const entries = Object.entries(plain)
  const isLast = (/** @type {number} */ index) => index === entries.length - 1
  const done = entries.map(async ([name, one], index) => {
    const inner = schema?.item ?? schema?.entries?.[name]
    return /** @type {const} */ ([name, await encryptAll(one, inner, encrypt, isLast(index) ? spoil : undefined)])
  })
  const all = await Promise.all(done)
  return Array.isArray(plain) ? all.map(([, one]) => one) : Object.fromEntries(all)
}
