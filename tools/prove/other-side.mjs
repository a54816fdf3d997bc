// The other side of the wire, made from the facts alone: it verifies, decrypts and compares a request, and responds.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { KeyObject } from 'node:crypto' */
import { constants, createPublicKey, privateDecrypt, publicEncrypt, randomBytes, sign, verify } from 'node:crypto'
import fetchMock from 'fetch-mock'
import { compareValues, mapEncrypted } from './compare-values.mjs'

/**
 * @typedef {object} Given - what a caller gave, by the part of the request.
 * @property {Readonly<Record<string, string | number>>} [params]
 * @property {Readonly<Record<string, unknown>>} [query]
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {unknown} [json] - of an upload, its `meta` as it has to arrive.
 * @property {{ readonly name: string, readonly bytes: Uint8Array, readonly fields: Readonly<Record<string, unknown>> }} [form]
 *
 * @typedef {object} Exchange - one request and its response, and what was found.
 * @property {CatalogueOperation} facts
 * @property {Given} given
 * @property {unknown} response - JSON of the response in plain text; bytes of a download; `undefined` without content.
 * @property {boolean} encryptsDisputed - whether texts that sources disagree about come encrypted.
 * @property {(place: string, node: CatalogueNode) => void} onField - called for each field of the request that was compared.
 * @property {(place: string, direction: 'request' | 'response') => void} onCiphertext - called for each encrypted text on
 *   the wire.
 * @property {(fault: string) => void} onFault
 *
 * @typedef {object} Keys
 * @property {string} caller - number of the merchant or the brand.
 * @property {string} serialNumber - of its certificate.
 * @property {KeyObject} callerPublic
 * @property {ReadonlyMap<string, KeyObject>} platform - WeChat Pay's private keys by id.
 */

/** Padding of encrypted fields. */
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

/** Makes the other side. @param {Keys} keys */
export function createOtherSide(keys) {
  /** @type {Exchange | undefined} */
  let exchange
  let requests = 0
  const mock = fetchMock.createInstance().route('*', async ({ url, options }) => {
    requests += 1
    mock.clearHistory()
    if (!exchange) return new Response('Nobody waits for a request.', { status: 500 })
    await checkRequest(url, /** @type {SentRequest} */ (options), exchange, keys)
    return respond(exchange, new Headers(options.headers).get('wechatpay-serial') ?? '', keys)
  })
  return {
    transport: /** @type {typeof fetch} */ (mock.fetchHandler),
    /** Says which request comes next; `undefined` for none. @param {Exchange | undefined} next */
    expect(next) {
      exchange = next
    },
    /** Counts the requests so far. */
    countRequests: () => requests,
  }
}

/** @typedef {{ method: string, headers: HeadersInit, body?: string | Uint8Array<ArrayBuffer> | null }} SentRequest */

/** Checks all of a request. @param {string} address @param {SentRequest} request @param {Exchange} exchange @param {Keys} keys */
async function checkRequest(address, request, exchange, keys) {
  const { facts, given, onFault } = exchange
  const url = new URL(address)
  const headers = new Headers(request.headers)
  if (url.host !== (facts.host ?? 'api.mch.weixin.qq.com')) onFault(`went to ${url.host}`)
  if (request.method.toUpperCase() !== facts.method) onFault(`went as ${request.method}`)
  const platformKey = keys.platform.get(headers.get('wechatpay-serial') ?? '')
  if (!platformKey && !facts.download) onFault('names no key of WeChat Pay')
  for (const [name, value] of Object.entries(given.headers ?? {})) {
    if (headers.get(name) !== value) onFault(`headers.${name} differs`)
  }
  const form = facts.upload
    ? await new Response(request.body, { headers: { 'Content-Type': headers.get('content-type') ?? '' } }).formData()
    : undefined
  const body = form ? String(form.get('meta')) : toText(request.body)
  checkSignature(request.method, url.pathname + url.search, headers.get('authorization') ?? '', body, exchange, keys)

  compare(
    { type: 'object', fields: toFields(facts.params) },
    toTexts(given.params),
    readParams(facts.path, url.pathname, exchange),
    'params',
  )
  compare(
    { type: 'object', fields: toFields(facts.query) },
    toTexts(given.query),
    Object.fromEntries(url.searchParams),
    'query',
  )
  if (form) await checkForm(form, exchange)
  const node = form ? facts.form?.find(({ name }) => name === 'meta')?.contains : facts.json
  if (given.json === undefined) {
    if (body !== '') onFault('has a body')
  } else {
    if (!form && headers.get('content-type') !== 'application/json') onFault('is no JSON')
    compare(node, given.json, JSON.parse(body), 'json')
  }

  /** @param {CatalogueNode | undefined} part @param {unknown} sent @param {unknown} received @param {string} place */
  function compare(part, sent, received, place) {
    compareValues(part, sent, received, place, {
      isSame: (one, plain, found) => {
        if (!one.encrypted) return plain === found
        return found !== plain && platformKey !== undefined && decrypt(platformKey, found) === plain
      },
      onField: (at, one) => {
        exchange.onField(at, one)
        if (one.encrypted) exchange.onCiphertext(at, 'request')
      },
      onFault,
    })
  }
}

/** Checks who signed what. @param {string} method @param {string} target @param {string} authorization @param {string} body @param {Exchange} exchange @param {Keys} keys */
function checkSignature(
  method,
  target,
  authorization,
  body,
  { facts, onFault },
  { caller, serialNumber, callerPublic },
) {
  const isBrand = facts.path.startsWith('/brand/')
  const scheme = isBrand ? 'WECHATPAY-BRAND-SHA256-RSA2048' : 'WECHATPAY2-SHA256-RSA2048'
  const signed = Object.fromEntries(
    [...authorization.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
  if (!authorization.startsWith(`${scheme} `)) onFault(`is not signed as ${scheme}`)
  if (signed[isBrand ? 'brand_id' : 'mchid'] !== caller || signed['serial_no'] !== serialNumber)
    onFault('is of somebody else')
  const message = `${method.toUpperCase()}\n${target}\n${signed['timestamp']}\n${signed['nonce_str']}\n${body}\n`
  if (!verify('sha256', Buffer.from(message), callerPublic, Buffer.from(signed['signature'] ?? '', 'base64'))) {
    onFault('has a signature of something else')
  }
}

/** Reads the variables out of a path. @param {string} path @param {string} pathname @param {Exchange} exchange */
function readParams(path, pathname, { onFault }) {
  const segments = pathname.split('/')
  const documented = path.split('/')
  /** @type {Record<string, string>} */
  const params = {}
  for (const [index, segment] of documented.entries()) {
    const [, name] = /^\{(.*)\}$/.exec(segment) ?? []
    const found = decodeURIComponent(segments[index] ?? '')
    if (name !== undefined) params[name] = found
    else if (found !== segment) onFault(`went to ${pathname}`)
  }
  if (segments.length !== documented.length) onFault(`went to ${pathname}`)
  return params
}

/** Checks the parts of an upload beside its `meta`. @param {FormData} form @param {Exchange} exchange */
async function checkForm(form, { facts, given, onFault }) {
  const { name = '', bytes = new Uint8Array(), fields = {} } = given.form ?? {}
  const filePart = facts.form?.find(({ type }) => type === 'file')?.name ?? 'file'
  const file = form.get(filePart)
  const isSame = file instanceof File && file.name === name && Buffer.from(bytes).equals(await readBytes(file))
  if (!isSame) onFault(`form.${filePart} differs`)
  const expected = ['meta', filePart, ...Object.keys(fields)].sort().join()
  if ([...form.keys()].sort().join() !== expected) onFault(`form has ${[...form.keys()]}, not ${expected}`)
  for (const [part, value] of Object.entries(fields))
    if (form.get(part) !== String(value)) onFault(`form.${part} differs`)
}

/** Responds as the facts say, signed with the key that the request named. @param {Exchange} exchange @param {string} serial @param {Keys} keys */
function respond({ facts, response, encryptsDisputed, onCiphertext }, serial, { platform, callerPublic }) {
  const [status = '200', node] = Object.entries(facts.response).find(([code]) => code.startsWith('2')) ?? []
  const [[firstId = '', firstKey] = []] = [...platform]
  const key = platform.get(serial) ?? firstKey
  if (facts.download) return new Response(/** @type {Uint8Array<ArrayBuffer>} */ (response), { status: Number(status) })
  const wire = mapEncrypted(node ?? undefined, response, (text, one) => {
    if (one.encryptedDisputed && !encryptsDisputed) return text
    return publicEncrypt({ key: callerPublic, ...OAEP }, Buffer.from(text)).toString('base64')
  })
  if (node) {
    compareValues(node, response, wire, 'response', {
      isSame: () => true,
      onField: (place, one) => {
        if (one.encrypted && (encryptsDisputed || !one.encryptedDisputed)) onCiphertext(place, 'response')
      },
      onFault: () => {},
    })
  }
  const body = node ? JSON.stringify(wire) : ''
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = sign(
    'sha256',
    Buffer.from(`${timestamp}\n${nonce}\n${body}\n`),
    /** @type {KeyObject} */ (key),
  ).toString('base64')
  return new Response(status === '204' ? null : body, {
    status: Number(status),
    headers: {
      ...(node ? { 'Content-Type': 'application/json' } : {}),
      'Request-ID': '08F1',
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': serial || firstId,
      'Wechatpay-Signature': signature,
      'Wechatpay-Timestamp': timestamp,
    },
  })
}

/** Decrypts a text; `undefined` if it is no ciphertext for the key. @param {KeyObject} key @param {unknown} text */
function decrypt(key, text) {
  try {
    return privateDecrypt({ key, ...OAEP }, Buffer.from(String(text), 'base64')).toString()
  } catch {
    return undefined
  }
}

/** @param {readonly (CatalogueNode & { readonly name: string })[] | undefined} nodes */
function toFields(nodes = []) {
  return Object.fromEntries(nodes.map(({ name, ...node }) => [name, node]))
}

/** Writes the values of a query as they travel. @param {Readonly<Record<string, unknown>> | undefined} query */
function toTexts(query = {}) {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
}

/** @param {Blob} file */
async function readBytes(file) {
  return new Uint8Array(await file.arrayBuffer())
}

/** @param {string | Uint8Array | null | undefined} body */
function toText(body) {
  return typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array())
}

/** The public half of a key in PEM. @param {string} pem */
export function readPublicKey(pem) {
  return createPublicKey(pem)
}
