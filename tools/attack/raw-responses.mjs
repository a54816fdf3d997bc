// Responses as hostile servers write them: text on a socket.
import { gzipSync } from 'node:zlib'

/**
 * @typedef {{ genuine: import('./scene.mjs').Plain, foreign: import('./scene.mjs').Plain }} Material
 *   the response to this request, and one that is as genuine, to another request.
 * @typedef {{ parts: readonly (string | Uint8Array)[], after?: 'end' | 'stall' | 'reset' | 'repeat' }} Raw
 *   what is written, and what follows: the last part again and again, for `repeat`.
 */

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes)
const lines = (/** @type {Record<string, string>} */ headers) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

/** @param {import('./scene.mjs').Plain} plain @param {string} more - header lines. */
const whole = (plain, more = `Content-Length: ${plain.body.length}\r\n`) =>
  `HTTP/1.1 200 OK\r\n${lines(plain.headers)}${more}\r\n${text(plain.body)}`
/** @param {import('./scene.mjs').Plain} plain @param {string} more */
const head = (plain, more) => `HTTP/1.1 200 OK\r\n${lines(plain.headers)}${more}\r\n`
/** @param {string} body */
const chunked = (body) => [...body].map((character) => `1\r\n${character}\r\n`).join('')

const CHUNKED = 'Transfer-Encoding: chunked\r\n'
const EVIL = '{"evil":true}'

/** @type {Record<string, (material: Material) => Raw>} */
export const rawResponses = {
  'as it should be': ({ genuine }) => ({ parts: [whole(genuine)] }),
  'in chunks of one byte': ({ genuine }) => ({
    parts: [head(genuine, CHUNKED), chunked(text(genuine.body)), '0\r\n\r\n'],
  }),
  'two lengths': ({ genuine }) => ({
    parts: [whole(genuine, `Content-Length: ${genuine.body.length}\r\nContent-Length: ${genuine.body.length + 9}\r\n`)],
    after: 'end',
  }),
  'a length that is too small': ({ genuine }) => ({ parts: [whole(genuine, 'Content-Length: 2\r\n')] }),
  'a length that is too large': ({ genuine }) => ({
    parts: [whole(genuine, 'Content-Length: 9999\r\n')],
    after: 'end',
  }),
  'a length below zero': ({ genuine }) => ({ parts: [whole(genuine, 'Content-Length: -1\r\n')], after: 'end' }),
  'a length with a sign': ({ genuine }) => ({
    parts: [whole(genuine, `Content-Length: +${genuine.body.length}\r\n`)],
    after: 'end',
  }),
  'a length beyond all numbers': ({ genuine }) => ({
    parts: [whole(genuine, 'Content-Length: 99999999999999999999\r\n')],
    after: 'stall',
  }),
  'no length': ({ genuine }) => ({ parts: [whole(genuine, '')], after: 'end' }),
  'length and chunks': ({ genuine }) => ({
    parts: [head(genuine, `Content-Length: 3\r\n${CHUNKED}`), chunked(text(genuine.body)), '0\r\n\r\n'],
    after: 'end',
  }),
  'a chunk beyond all numbers': ({ genuine }) => ({
    parts: [head(genuine, CHUNKED), 'FFFFFFFFFFFFFFFFF\r\n', text(genuine.body)],
    after: 'end',
  }),
  'a chunk that is no number': ({ genuine }) => ({
    parts: [head(genuine, CHUNKED), 'xyz\r\n', text(genuine.body)],
    after: 'end',
  }),
  'trailers that sign': ({ genuine }) => ({
    parts: [`HTTP/1.1 200 OK\r\n${CHUNKED}\r\n`, chunked(EVIL), '0\r\n', lines(genuine.headers), '\r\n'],
  }),
  'headers after a hint': ({ genuine, foreign }) => ({
    parts: [`HTTP/1.1 103 Early Hints\r\n${lines(foreign.headers)}\r\n`, whole(genuine)],
  }),
  'a continue first': ({ genuine }) => ({
    parts: ['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n', whole(genuine)],
  }),
  'a hundred hints': ({ genuine }) => ({
    parts: ['HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n'.repeat(100), whole(genuine)],
  }),
  'other protocols': ({ genuine }) => ({
    parts: ['HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: evil\r\n\r\n', whole(genuine)],
    after: 'end',
  }),
  'a signature on two lines': ({ genuine }) => ({
    parts: [
      head(genuine, `Content-Length: ${genuine.body.length}\r\n`).replace(/(wechatpay-signature: .{99})/, '$1\r\n '),
      text(genuine.body),
    ],
    after: 'end',
  }),
  'a header twice': ({ genuine, foreign }) => ({
    parts: [
      whole(
        genuine,
        `Wechatpay-Nonce: ${foreign.headers['wechatpay-nonce']}\r\nContent-Length: ${genuine.body.length}\r\n`,
      ),
    ],
  }),
  'a NUL in a header': ({ genuine }) => ({
    parts: [whole(genuine, `X: a\0b\r\nContent-Length: ${genuine.body.length}\r\n`)],
    after: 'end',
  }),
  'white space before a colon': ({ genuine }) => ({
    parts: [whole(genuine, `Content-Length : ${genuine.body.length}\r\nContent-Length: 1\r\n`)],
    after: 'end',
  }),
  'line feeds alone': ({ genuine }) => ({ parts: [whole(genuine).replaceAll('\r\n', '\n')], after: 'end' }),
  'no version': ({ genuine }) => ({ parts: [text(genuine.body)], after: 'end' }),
  'another version': ({ genuine }) => ({ parts: [whole(genuine).replace('1.1', '3.0')], after: 'end' }),
  'status 099': ({ genuine }) => ({ parts: [whole(genuine).replace('200', '099')], after: 'end' }),
  'status 999': ({ genuine }) => ({ parts: [whole(genuine).replace('200', '999')], after: 'end' }),
  'status 204 with a body': ({ genuine }) => ({ parts: [whole(genuine).replace('200', '204')] }),
  'a header of 100,000 bytes': ({ genuine }) => ({
    parts: [whole(genuine, `X: ${'x'.repeat(100_000)}\r\nContent-Length: 9\r\n`)],
    after: 'end',
  }),
  'ten thousand headers': ({ genuine }) => ({ parts: [whole(genuine, 'X: y\r\n'.repeat(10_000))], after: 'end' }),
  'headers without end': ({ genuine }) => ({
    parts: [head(genuine, '').slice(0, -2), `X: ${'x'.repeat(60_000)}\r\n`],
    after: 'repeat',
  }),
  'a body without end': ({ genuine }) => ({
    parts: [head(genuine, CHUNKED), `ffff\r\n${'x'.repeat(0xffff)}\r\n`],
    after: 'repeat',
  }),
  'single bytes without end': ({ genuine }) => ({
    parts: [head(genuine, CHUNKED), chunked('x'.repeat(50_000))],
    after: 'repeat',
  }),
  silence: () => ({ parts: [], after: 'stall' }),
  'silence within headers': ({ genuine }) => ({ parts: [head(genuine, '').slice(0, 80)], after: 'stall' }),
  'silence within the body': ({ genuine }) => ({ parts: [whole(genuine, 'Content-Length: 9999\r\n')], after: 'stall' }),
  'a connection that ends': () => ({ parts: [], after: 'end' }),
  'a connection that is reset within the body': ({ genuine }) => ({
    parts: [whole(genuine, 'Content-Length: 9999\r\n')],
    after: 'reset',
  }),
  'a second response': ({ genuine, foreign }) => ({ parts: [whole(genuine) + whole(foreign)] }),
  'a second response, later': ({ genuine, foreign }) => ({ parts: [whole(genuine), '', '', whole(foreign)] }),
  'a second response within the first': ({ genuine, foreign }) => ({
    parts: [whole(genuine, `Content-Length: ${genuine.body.length}\r\n`), `\r\n\r\n${whole(foreign)}`],
  }),
  'a packed bomb': ({ genuine }) => packed(genuine, gzipSync(new Uint8Array(64 * 2 ** 20)), 'gzip'),
  'packed and broken off': ({ genuine }) => packed(genuine, gzipSync(genuine.body).subarray(0, 15), 'gzip'),
  'packed, and said to be so twice': ({ genuine }) => packed(genuine, gzipSync(genuine.body), 'gzip, gzip'),
  'said to be packed': ({ genuine }) => packed(genuine, genuine.body, 'gzip'),
}

/** @param {import('./scene.mjs').Plain} plain @param {Uint8Array} bytes @param {string} encoding @returns {Raw} */
function packed(plain, bytes, encoding) {
  return {
    parts: [head(plain, `Content-Encoding: ${encoding}\r\nContent-Length: ${bytes.length}\r\n`), bytes],
    after: 'end',
  }
}
