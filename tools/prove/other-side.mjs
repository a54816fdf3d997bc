// The other side of the wire, made from the facts alone: it verifies, decrypts and compares a request, and responds.
/** @import { CatalogueNode, CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { KeyObject } from 'node:crypto' */
import { createHash, randomBytes } from 'node:crypto'
import fetchMock from 'fetch-mock'
import { checkRequest } from './check-request.mjs'
import { compareValues, mapEncrypted } from './compare-values.mjs'
import { encryptText, signText } from './openssl.mjs'

/**
 * @typedef {object} Given - what a caller gave, by the part of the request.
 * @property {Readonly<Record<string, string | number>>} [params]
 * @property {Readonly<Record<string, unknown>>} [query]
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {unknown} [json] - of an upload, its `meta` as it has to arrive.
 * @property {Readonly<Record<string, unknown>>} [fields] - of an upload, the further parts of its form.
 * @property {{ readonly name: string, readonly bytes: Uint8Array }} [file] - of an upload.
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

/** Makes the other side. @param {Keys} keys */
export function createOtherSide(keys) {
  /** @type {Exchange | undefined} */
  let exchange
  let requests = 0
  const mock = fetchMock.createInstance().route('*', async ({ url, options }) => {
    requests += 1
    mock.clearHistory()
    if (!exchange) return new Response('Nobody waits for a request.', { status: 500 })
    await checkRequest(url, /** @type {import('./check-request.mjs').SentRequest} */ (options), exchange, keys)
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

/** Responds as the facts say, signed with the key that the request named. @param {Exchange} exchange @param {string} serial @param {Keys} keys */
function respond({ facts, response, encryptsDisputed, onCiphertext }, serial, { platform, callerPublic }) {
  const [status = '200', node] = Object.entries(facts.response).find(([code]) => code.startsWith('2')) ?? []
  const [[firstId = '', firstKey] = []] = [...platform]
  const key = platform.get(serial) ?? firstKey
  const signer = /** @type {KeyObject} */ (key)
  if (facts.download) {
    const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (response)
    // Statements alone are signed: by a text that holds their hash.
    const sha1 = facts.responseHeaders ? createHash('sha1').update(bytes).digest('hex') : undefined
    const signature = sha1 ? writeSignature(JSON.stringify({ sha1 }), signer, serial || firstId) : {}
    return new Response(bytes, {
      status: Number(status),
      headers: { ...signature, ...(sha1 ? { 'Wechatpay-Statement-Sha1': sha1 } : {}) },
    })
  }
  const wire = mapEncrypted(node ?? undefined, response, (text, one) => {
    if (one.encryptedDisputed && !encryptsDisputed) return text
    return encryptText(callerPublic, text)
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
  return new Response(status === '204' ? null : body, {
    status: Number(status),
    headers: {
      ...(node ? { 'Content-Type': 'application/json' } : {}),
      'Request-ID': '08F1',
      ...writeSignature(body, signer, serial || firstId),
    },
  })
}

/** Writes the headers of a signed body. @param {string} body @param {KeyObject} key @param {string} serial @returns {Record<string, string>} */
function writeSignature(body, key, serial) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(16).toString('hex')
  return {
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': signText(key, `${timestamp}\n${nonce}\n${body}\n`),
    'Wechatpay-Timestamp': timestamp,
  }
}
