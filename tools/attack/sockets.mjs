// Hostile servers, by raw sockets, against the transports of Node.js.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { isWechatPayError } from '@wechatpay-kit/endpoints'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { rawResponses } from './raw-responses.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const GROUP = 'hostile servers'
const ROUNDS = 6
const IN_FLIGHT = 8
const ATTEMPT = 300
/** Most milliseconds that a call may take beyond its attempt, on one core that is busy. */
const GRACE = 3_000
/** Most bytes by which the process may grow: a limit of 16 MiB in each of eight calls, and their garbage. */
const GROWTH = 400 * 2 ** 20

/** @param {Context} context */
export async function attackSockets(context) {
  const server = await listen(context)
  const undici = createUndiciTransport({ connections: 4 })
  try {
    for (const [name, transport] of Object.entries({ fetch: undefined, undici })) {
      await attackOver(name, transport, server, context)
    }
  } finally {
    await undici.close()
    server.close()
  }
}

/** @param {string} name @param {import('@wechatpay-kit/transport-fetch').Transport | undefined} transport @param {Awaited<ReturnType<typeof listen>>} server @param {Context} context */
async function attackOver(name, transport, { url, signed }, { scene, random, tally, scale }) {
  const wxpay = scene.connect({ transport, baseUrls: [url], retry: { maxAttempts: 1, attemptTimeout: ATTEMPT } })
  const kinds = Object.keys(rawResponses)
  const queue = Array.from({ length: Math.ceil(ROUNDS * kinds.length * scale) }, (_, index) => index % kinds.length)
  const before = process.memoryUsage().rss
  let peak = before
  let number = 0
  const work = async () => {
    for (let kind = queue.shift(); kind !== undefined; kind = queue.shift()) {
      // Some in order, some not: connections are shared, and what one leaves behind must not reach another.
      const chosen = random.chance(0.5) ? kind : random.below(kinds.length)
      const id = `${name}-${number++}`
      const start = performance.now()
      const call = wxpay.chain('v3/kinds/{kind}/{id}').get({ params: { kind: chosen, id } })
      const { value, error } = await settle(
        call.then(async (response) => ({
          signature: response.headers.get('wechatpay-signature') ?? '',
          body: await response.text(),
        })),
      )
      const time = performance.now() - start
      peak = Math.max(peak, process.memoryUsage().rss)
      const example = `${name}, ${kinds[chosen]}: ${error ? `${error.name} ${error.code}` : value?.body}`
      // A second response that nobody asked for may reach the next call on its connection: it is genuine, and the
      // protocol does not say to which request. Nobody gets it twice.
      const isOnce = value === undefined || signed.get(value.signature) === value.body
      if (value) signed.delete(value.signature)
      tally.count(GROUP, 'nobody gets a body that is not signed, and no two calls the same response', isOnce, example)
      if (error) tally.count(GROUP, 'every failure is one error of the union', isWechatPayError(error), example)
      tally.count(
        GROUP,
        'every call ends with its deadline',
        time < ATTEMPT + GRACE,
        `${example} after ${Math.round(time)} ms`,
      )
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
  tally.count(
    GROUP,
    'memory stays bounded',
    peak - before < GROWTH,
    `${name}: ${Math.round((peak - before) / 2 ** 20)} MiB more`,
  )
}

/** A server that responds to each request as its path says. @param {Context} context */
async function listen({ scene, random }) {
  const kinds = Object.values(rawResponses)
  /** Bodies that were signed, by signature. @type {Map<string, string>} */
  const signed = new Map()
  const sign = async (/** @type {string} */ id) => {
    const plain = await scene.sign(200, `{"order":"${id}"}`)
    signed.set(plain.headers['wechatpay-signature'] ?? '', new TextDecoder().decode(plain.body))
    return plain
  }
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    let received = ''
    socket.setEncoding('latin1').on('data', async (chunk) => {
      received += chunk
      const [, kind, id] = /^GET \/v3\/kinds\/(\d+)\/(\S+) [\s\S]*\r\n\r\n$/.exec(received) ?? []
      if (id === undefined) return
      received = ''
      const raw = kinds[Number(kind)]?.({ genuine: await sign(id), foreign: await sign('of somebody else') })
      if (raw) await write(socket, raw, random).catch(() => socket.destroy())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: `http://127.0.0.1:${port}`, signed, close }
}

/** @param {import('node:net').Socket} socket @param {import('./raw-responses.mjs').Raw} raw @param {import('./random.mjs').Random} random */
async function write(socket, { parts, after }, random) {
  for (const part of parts) {
    // Cut anywhere, some of the time: a reader may not rely on how pieces arrive.
    const bytes = Buffer.from(part)
    const cut = random.chance(0.5) ? random.below(bytes.length + 1) : bytes.length
    for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      if (socket.destroyed) return
      if (piece.length > 0 && !socket.write(piece)) await drain(socket)
    }
    if (random.chance(0.3) || part === '') await new Promise((resolve) => setTimeout(resolve, 2))
  }
  if (after === 'end') socket.end()
  if (after === 'reset') socket.resetAndDestroy()
  const last = parts.at(-1)
  while (after === 'repeat' && last !== undefined && !socket.destroyed) {
    if (!socket.write(last)) await drain(socket)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Waits until more can be written, or the other side has gone. @param {import('node:net').Socket} socket */
function drain(socket) {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done)
      resolve(undefined)
    }
    socket.on('drain', done).on('close', done)
  })
}
