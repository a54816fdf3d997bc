// Checks a request on the other side, made from the facts alone: who signed what, where it went, and every field of it.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
/** @import { Exchange, Keys } from './other-side.mjs' */
import { compareValues } from './compare-values.mjs'
import { decryptText, isSigned } from './openssl.mjs'

/** @typedef {{ method: string, headers: HeadersInit, body?: string | Uint8Array<ArrayBuffer> | null }} SentRequest */

/** Checks all of a request. @param {string} address @param {SentRequest} request @param {Exchange} exchange @param {Keys} keys */
export async function checkRequest(address, request, exchange, keys) {
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
        return found !== plain && platformKey !== undefined && decryptText(platformKey, found) === plain
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
  if (!isSigned(callerPublic, message, signed['signature'] ?? '')) onFault('has a signature of something else')
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
  const { fields = {} } = given
  const { name = '', bytes = new Uint8Array() } = given.file ?? {}
  const filePart = facts.form?.find(({ type }) => type === 'file')?.name ?? 'file'
  const file = form.get(filePart)
  const isSame = file instanceof File && file.name === name && Buffer.from(bytes).equals(await readBytes(file))
  if (!isSame) onFault(`form.${filePart} differs`)
  const expected = ['meta', filePart, ...Object.keys(fields)].sort().join()
  if ([...form.keys()].sort().join() !== expected) onFault(`form has ${[...form.keys()]}, not ${expected}`)
  for (const [part, value] of Object.entries(fields))
    if (form.get(part) !== String(value)) onFault(`form.${part} differs`)
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
