// Strangers who send to the address for notifications of a server on Node.js, with parsers before the handler and without.
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { toNodeHandler } from '@wechatpay-kit/client/node'
import { handleNotifications } from '@wechatpay-kit/endpoints'
import { isSameMessage, mutations } from './mutations.mjs'
import { makeNotification, optionsOf } from './notifications.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./scene.mjs').Plain} Plain */
/** @typedef {import('node:http').IncomingMessage & { body?: unknown, rawBody?: unknown }} Parsed */

const GROUP = 'notifications on Node.js'
const ROUNDS = 1_500
/** Milliseconds that the handler has, and those in which a response has to come on one core that is busy. */
const [TIMEOUT, GRACE] = [300, 3_000]

/**
 * What stands before the handler. `isRaw` says whether it leaves the body as it came.
 *
 * @type {Record<string, { isRaw: boolean, parse: (req: Parsed, bytes: Buffer) => void } | undefined>}
 */
const parsers = {
  nothing: undefined,
  'a raw-body parser': { isRaw: true, parse: (req, bytes) => void Object.assign(req, { body: bytes }) },
  'a JSON parser that keeps the raw body': {
    isRaw: true,
    parse: (req, bytes) => void Object.assign(req, { body: parseJson(bytes), rawBody: bytes }),
  },
  'a JSON parser': { isRaw: false, parse: (req, bytes) => void Object.assign(req, { body: parseJson(bytes) }) },
  'a parser that leaves other things': {
    isRaw: false,
    parse: (req, bytes) => void Object.assign(req, { body: [...bytes], rawBody: { data: [...bytes] } }),
  },
}

/** @param {Buffer} bytes */
function parseJson(bytes) {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return {}
  }
}

/** @param {Context} context */
export async function attackNodeHandler({ scene, random, tally, scale }) {
  let handled = 0
  const handle = handleNotifications({ ...optionsOf(scene), timeout: TIMEOUT }, () => handled++)
  const node = toNodeHandler(handle, { onError: () => {} })
  const bases = await Promise.all([1, 2, 3].map(() => makeNotification(scene)))
  for (const [name, parser] of Object.entries(parsers)) {
    const server = createServer(async (req, res) => {
      if (parser) parser.parse(req, Buffer.concat(await req.toArray().catch(() => [])))
      await node(req, res)
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
    for (let round = 0; round < (ROUNDS * scale) / Object.keys(parsers).length; round++) {
      const names = Array.from({ length: random.below(3) }, () => random.pick(Object.keys(mutations)))
      const [base, other] = [random.pick(bases), random.pick(bases)]
      const mutant = names.reduce((plain, name) => mutations[name]?.(plain, random, other) ?? plain, base)
      const isGenuine = bases.some((plain) => isSameMessage(mutant, plain))
      const way = random.pick(['whole', 'in pieces', 'given up', 'never ended'])
      const [before, start] = [handled, performance.now()]
      const { value: status } = await settle(send(port, mutant, way, parser ? 20 : TIMEOUT + GRACE / 2))
      const time = performance.now() - start
      const example = `${name}, ${way}, ${names.join(', ')}: ${status} after ${Math.round(time)} ms`
      const isHandled = handled > before
      tally.count(GROUP, 'a changed notification is never handled', isGenuine || !isHandled, example)
      tally.count(GROUP, 'one that was parsed is never handled', parser?.isRaw !== false || !isHandled, example)
      tally.count(GROUP, 'none is acknowledged that was not handled', status !== 204 || isHandled, example)
      if (way === 'never ended' && parser) continue
      tally.count(GROUP, 'every request that waits gets a response in time', time < TIMEOUT + GRACE, example)
    }
    const fresh = await makeNotification(scene)
    const { value: status } = await settle(send(port, fresh, 'whole'))
    tally.count(
      GROUP,
      'a genuine one is handled after all of that',
      status === (parser?.isRaw === false ? 500 : 204),
      name,
    )
    server.closeAllConnections()
    server.close()
  }
}

/**
 * Sends a notification, and gives the status of the response; `undefined` where the connection ends without.
 *
 * @param {number} port @param {Plain} plain @param {string} way
 * @param {number} [patience] - milliseconds after which the sender leaves who never ends
 * @returns {Promise<number | undefined>}
 */
function send(port, { headers, body }, way, patience) {
  return new Promise((resolve) => {
    const names = Object.entries(headers).filter(([name]) => name !== 'content-length')
    // Lines, so that a header can be sent twice.
    const lines = names.flatMap(([name, value]) =>
      String(value)
        .split(', ')
        .flatMap((one) => [name, one]),
    )
    const more = way === 'never ended' ? ['content-length', String(body.length + 1)] : []
    /** @type {import('node:http').ClientRequest} */
    let request
    try {
      request = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers: [...lines, ...more, 'host', 'a'] })
    } catch {
      // No client sends such a header.
      return resolve(undefined)
    }
    request.on('error', () => resolve(undefined)).on('close', () => resolve(undefined))
    request.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
      request.destroy()
    })
    const half = body.length >> 1
    if (way === 'whole') request.end(body)
    else request.write(body.subarray(0, half))
    if (way === 'in pieces') setTimeout(() => request.end(body.subarray(half)), 2)
    if (way === 'given up') setTimeout(() => request.destroy(), 2)
    if (way === 'never ended') {
      request.write(body.subarray(half))
      // A parser without a time limit waits for ever, and that is not the handler's.
      setTimeout(() => request.destroy(), patience)
    }
  })
}
