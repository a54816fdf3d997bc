// Reads a response once, in a process of its own whose heap is small, and prints as JSON how that ended and by how many
// bytes the process grew. Arguments: URL, a way of reading, largest response in bytes.
import { get as request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { createFetchTransport, readResponse } from '@wechatpay-kit/transport-fetch'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'

const [url = '', way = '', maxResponseBytes = ''] = process.argv.slice(2)
const bounds = { maxResponseBytes: Number(maxResponseBytes), timeout: 60_000 }
/** @type {import('@wechatpay-kit/transport-fetch').TransportRequest} */
const get = { method: 'GET', headers: {}, redirect: 'manual' }
const undici = createUndiciTransport(bounds)
/** A transport that hands over each piece by itself, as the `fetch` of some runtimes does. */
const pieceByPiece = async () => {
  const incoming = await new Promise((resolve) => request(url, resolve))
  return new Response(/** @type {ReadableStream} */ (Readable.toWeb(incoming)))
}
/** A `fetch` as in a runtime that hands over each piece by itself: a response of the stated length comes byte by byte. */
const fetchStated = async () => {
  let position = 0
  const pull = (/** @type {ReadableStreamDefaultController} */ controller) => {
    controller.enqueue(Uint8Array.of(position++ & 0xff))
    if (position === bounds.maxResponseBytes) controller.close()
  }
  return new Response(new ReadableStream({ pull }), { headers: { 'Content-Length': maxResponseBytes } })
}

/** @type {Record<string, () => Promise<Uint8Array>>} */
const ways = {
  'fetch transport': async () => toBytes(await createFetchTransport(bounds)(url, get)),
  'fetch transport, piece by piece': async () =>
    toBytes(await createFetchTransport({ ...bounds, transport: pieceByPiece })(url, get)),
  'readResponse over fetch': async () => (await readResponse(url, get, bounds)).body,
  'readResponse, piece by piece': async () =>
    (await readResponse(url, get, { ...bounds, transport: pieceByPiece })).body,
  'readResponse of a stated length': async () => {
    globalThis.fetch = fetchStated
    return (await readResponse('http://localhost/', get, bounds)).body
  },
  'undici transport': async () => toBytes(await undici(url, get)),
  'undici transport, read late': async () => {
    const response = await undici(url, get)
    await wait(1_000)
    return toBytes(response)
  },
  'undici transport, its stream': async () => {
    const { body } = await undici(url, get)
    const bytes = new Uint8Array(bounds.maxResponseBytes)
    let position = 0
    for await (const piece of body ?? []) {
      bytes.set(piece, position)
      position += piece.length
    }
    return bytes.subarray(0, position)
  },
  'readResponse over undici': async () => (await readResponse(url, get, { ...bounds, transport: undici })).body,
}

/** @param {Response} response */
async function toBytes(response) {
  return new Uint8Array(await response.arrayBuffer())
}

const before = process.memoryUsage().rss
const outcome = await ways[way]?.().then(
  (bytes) => ({ length: bytes.length, isRight: bytes.every((byte, index) => byte === (index & 0xff)) }),
  (error) => ({ code: error.code }),
)
const growth = process.resourceUsage().maxRSS * 1024 - before
console.log(JSON.stringify({ ...outcome, growth }))
process.exit()
