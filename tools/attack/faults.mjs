// Failures of a hostile transport that quote the request.
import { toResponse } from './scene.mjs'

/**
 * @typedef {(attempt: {
 *   url: string,
 *   request: import('@wechatpay-kit/transport-fetch').TransportRequest,
 *   scene: import('./scene.mjs').Scene,
 *   quote: () => string,
 * }) => Promise<Response>} Fault
 */

/** An error as HTTP clients throw it: the whole request hangs on it. @param {string} text @param {object} more */
function makeError(text, more) {
  return Object.assign(
    new Error(text, { cause: new TypeError(text, { cause: Object.assign(new Error(text), more) }) }),
    more,
  )
}

/** @param {number} status @param {(quote: () => string) => object} write @param {boolean} isSigned @returns {Fault} */
const json =
  (status, write, isSigned) =>
  async ({ scene, quote }) => {
    const plain = await scene.sign(status, JSON.stringify(write(quote)))
    const unsigned = { 'content-type': 'application/json' }
    return toResponse(isSigned ? plain : { ...plain, headers: /** @type {any} */ (unsigned) })
  }

/** Bodies of errors that quote. @type {Record<string, (quote: () => string) => object>} */
const bodies = {
  message: (quote) => ({ code: 'PARAM_ERROR', message: `bad request: ${quote()}` }),
  code: (quote) => ({ code: quote(), message: 'm' }),
  detail: (quote) => ({
    code: 'PARAM_ERROR',
    message: 'm',
    detail: { field: quote(), value: quote(), [quote()]: [quote()] },
  }),
  'sign information': (quote) => ({
    code: 'SIGN_ERROR',
    message: quote(),
    detail: {
      field: 'signature',
      sign_information: {
        method: 'POST',
        url: quote(),
        sign_message_length: 3,
        truncated_sign_message: `POST\n${quote()}\n1\n2\n`,
      },
    },
  }),
  'detail in depth': (quote) => ({ code: 'X', message: 'm', detail: { a: { b: { c: { d: [[[quote()]]] } } } } }),
  'message with other spaces': (quote) => ({
    code: 'X',
    message: quote().replaceAll(' ', '\u00a0').replaceAll(',', ',\n'),
  }),
}

/** @type {Record<string, Fault>} */
export const faults = {
  'a network error': async ({ request, quote }) => {
    throw makeError(quote(), { config: request, request, headers: request.headers, code: 'ECONNRESET' })
  },
  'a network error whose code and name quote': async ({ quote }) => {
    throw Object.assign(makeError('m', { code: quote() }), { name: quote() })
  },
  'a text that is thrown': async ({ quote }) => {
    throw quote()
  },
  'an object that is thrown': async ({ request, quote }) => {
    throw { message: quote(), request, toString: () => quote() }
  },
  'several errors in one': async ({ quote }) => {
    throw new AggregateError([new Error(quote()), makeError(quote(), {})], quote())
  },
  'a body that breaks off with an error': async ({ quote }) =>
    new Response(new ReadableStream({ pull: (controller) => controller.error(makeError(quote(), {})) })),
  silence: () => new Promise(() => {}),
  'a redirect': async ({ quote }) =>
    new Response(null, { status: 302, headers: { Location: `https://a.example/?${encodeURIComponent(quote())}` } }),
  'a page of a gateway': async ({ quote }) => new Response(`<html>${quote()}</html>`, { status: 502 }),
  'headers that quote': async ({ request, quote }) =>
    new Response('{"code":"X","message":"m"}', {
      status: 400,
      headers: {
        'Request-ID': encodeURI(quote()).slice(0, 900),
        'Wechatpay-Serial': request.headers['Authorization'] ?? '',
        'Wechatpay-Signature': /signature="([^"]*)"/.exec(request.headers['Authorization'] ?? '')?.[1] ?? '',
        'Wechatpay-Nonce': encodeURI(quote()).slice(0, 100),
        'Wechatpay-Timestamp': String(Math.floor(Date.now() / 1000)),
      },
    }),
  'an id of a key that quotes': async ({ scene, request }) => {
    const plain = await scene.sign(200, '{"resp_code":"000000"}')
    return toResponse({
      ...plain,
      headers: { ...plain.headers, 'wechatpay-serial': request.headers['Authorization'] ?? '' },
    })
  },
  'a decline': async ({ scene, quote }) =>
    toResponse(await scene.sign(200, JSON.stringify({ resp_code: quote(), resp_desc: quote() }))),
  'a success that is malformed': async ({ scene, quote }) =>
    toResponse(await scene.sign(200, JSON.stringify({ resp_code: '000000', resp_desc: { [quote()]: quote() } }))),
  'a success that is no JSON': async ({ scene, quote }) => toResponse(await scene.sign(200, quote())),
  ...Object.fromEntries(
    Object.entries(bodies).flatMap(([name, write]) =>
      [400, 401, 404, 429, 500].flatMap((status) => [
        [`an unsigned ${status}: ${name}`, json(status, write, false)],
        [`a signed ${status}: ${name}`, json(status, write, true)],
      ]),
    ),
  ),
}
