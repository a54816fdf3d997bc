// The other side of the wire, in a process of its own and the same for all. To judge a client, each request goes to the
// sandbox, which verifies, decrypts, executes and signs. While time is taken, the sandbox's last response is repeated under
// signatures that were made before, so that the server costs little; every signature of a request must be new, and the last
// two requests of each path are judged afterwards.
import { createServer } from 'node:http'
import { createNonce, importPrivateKey, signedMessage } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { describeRequest } from '../requests.mjs'
import { respondToQuestions } from './process.mjs'

/** @typedef {{ incoming: import('node:http').IncomingMessage, chunks: Buffer[], json?: any }} Received */
/** @typedef {{ status: number, headers: Record<string, string>, body: Buffer }} PlainResponse */
/** @typedef {{ count: number, signatures: Set<string>, last: Received[], success?: PlainResponse, ready: Map<string, Ready> }} Route */
/** @typedef {{ responses: PlainResponse[], at: number }} Ready responses to one path that were signed ahead, with one key */

const merchant = { mchid: '1900000000', serialNumber: 'ABCDEF', keys: await generateKeyPair() }
const platform = { id: 'PUB_KEY_ID_0119000000002026010100000000000000', keys: await generateKeyPair() }
const platformKey = await importPrivateKey(platform.keys.privateKey)
const [alter, confirm] = [describeRequest(undefined), describeRequest(1)]

/** @type {Map<string, Route>} */
const routes = new Map(
  [alter, confirm].map(({ path }) => [path, { count: 0, signatures: new Set(), last: [], ready: new Map() }]),
)
let isJudging = true
let isForging = false
/** Whether the client verifies, so that it takes each response once. */
let isVerified = true
/** Request that the sandbox read last. @type {any} */
let seen
/** The keys that responses are signed with, by their id; a client that knows certificates alone gets that of a certificate. */
const signingKeys = new Map([[platform.id, platformKey]])
/** Learns the keys of the sandbox's certificates, which it keeps with everything else. @type {import('@wechatpay-kit/sandbox').SandboxStorage} */
const storage = {
  load: () => [],
  async append(step) {
    for (const [table, , row] of step) {
      if (table !== 'certificates') continue
      for (const { id, keys } of /** @type {any[]} */ (row))
        signingKeys.set(id, await importPrivateKey(keys.privateKey))
    }
  },
}

/** A sandbox where the person of the requests has a qualification, which can be redeemed. */
async function openSandbox() {
  const sandbox = await createSandbox({ merchant, platform, storage, onRequest: ({ json }) => (seen = json) })
  const wxpay = createClient({
    merchant: sandbox.merchant,
    platformKeys: sandbox.platformKeys,
    transport: async (url, request) => {
      const response = await sandbox.transport(url, request)
      routeOf(alter.path).success ??= await toPlainResponse(response.clone())
      return response
    },
  })
  await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json: alter.create('0') })
  return sandbox
}
const sandbox = await openSandbox()

const server = createServer((incoming, outgoing) => {
  /** @type {Received} */
  const received = { incoming, chunks: [] }
  incoming.on('data', (chunk) => received.chunks.push(chunk))
  incoming.on('end', async () => {
    const { status, headers, body } = await respond(received).catch(toFailure)
    outgoing.writeHead(status, { ...headers, 'Content-Length': body.length }).end(body)
  })
})
// Each cell closes its connections by ending.
server.keepAliveTimeout = 0
const port = await new Promise((resolve) => {
  // A backlog for a thousand calls that start at once.
  server.listen(0, '127.0.0.1', 2048, () => resolve(Object(server.address()).port))
})

/** @param {Received} received @returns {Promise<PlainResponse>} */
async function respond(received) {
  const route = routes.get(received.incoming.url ?? '')
  if (!route) return judge(received)
  route.count++
  // The end of the signature, short enough to be told apart from a piece of a longer text that stays in memory.
  route.signatures.add(/signature="[^"]*([^"]{12})"/.exec(received.incoming.headers.authorization ?? '')?.[1] ?? '')
  route.last = [...route.last.slice(-1), received]
  if (!isJudging && !isForging && route.success) {
    const { responses = [] } = route.ready.get(serialOf(route.success.headers)) ?? {}
    return responses[isVerified ? route.count : route.count % responses.length] ?? signAnew(route.success)
  }
  const isForged = isForging
  const judged = await judge(received)
  if (judged.status === 200 && !isForged) route.success = judged
  return judged
}

/** @param {Received} received @returns {Promise<PlainResponse>} */
async function judge(received) {
  const { incoming, chunks } = received
  // A redemption happens once, so that each needs a sandbox of its own.
  const { fetch, failNext } = incoming.url === confirm.path ? await openSandbox() : sandbox
  if (isForging) failNext('wrong-signature')
  isForging = false
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.append(name, String(value))
  const { method = 'GET' } = incoming
  const body = method === 'GET' ? null : Uint8Array.from(Buffer.concat(chunks))
  seen = undefined
  const response = await fetch(new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, body }))
  received.json = seen
  return toPlainResponse(response)
}

/** The id of the key that a response is signed with. @param {Record<string, string>} [headers] */
const serialOf = (headers) => headers?.['wechatpay-serial'] ?? ''

/** A response under a fresh signature: clients accept none twice. @param {PlainResponse} response @returns {Promise<PlainResponse>} */
async function signAnew({ status, headers, body }) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = createNonce()
  const key = signingKeys.get(serialOf(headers))
  if (!key) throw new Error('The sandbox signed with a key that is not known here.')
  const signature = await key.sign(signedMessage({ timestamp, nonce, body }))
  const fresh = { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-signature': signature }
  return { status, headers: { ...headers, ...fresh }, body }
}

/** Milliseconds for which signatures that were made ahead are used: half of those for which a client accepts them. */
const FRESH = 150_000

/** Makes responses ready for so many requests of each path; the next client, another process, may get the same. @param {number} calls */
async function prepareResponses(calls) {
  for (const route of routes.values()) {
    const { success } = route
    if (!success) continue
    const serial = serialOf(success.headers)
    const { responses = [], at = 0 } = route.ready.get(serial) ?? {}
    if (responses.length >= calls && Date.now() - at < FRESH) continue
    const ready = {
      at: Date.now(),
      responses: await Promise.all(Array.from({ length: calls }, () => signAnew(success))),
    }
    route.ready.set(serial, ready)
  }
}

/** @param {Response} response @returns {Promise<PlainResponse>} */
async function toPlainResponse(response) {
  const body = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: Object.fromEntries(response.headers), body }
}

/** @param {unknown} error @returns {PlainResponse} */
const toFailure = (error) => ({ status: 500, headers: {}, body: Buffer.from(String(error)) })

/** @param {string} path */
function routeOf(path) {
  const route = routes.get(path)
  if (!route) throw new Error(`Nothing is measured at ${path}.`)
  return route
}

/** @param {boolean} judging */
function startOver(judging) {
  isJudging = judging
  for (const route of routes.values()) Object.assign(route, { count: 0, signatures: new Set(), last: [] })
}

respondToQuestions({
  /** Gives what a client needs; from now on it is judged. @returns {import('../clients/index.mjs').Account} */
  admit() {
    startOver(true)
    return {
      url: `http://127.0.0.1:${port}`,
      merchant: { mchid: merchant.mchid, serialNumber: merchant.serialNumber, ...merchant.keys },
      platform: { id: platform.id, publicKey: platform.keys.publicKey },
      apiV3Key: sandbox.apiV3Key,
    }
  },
  /** The next response carries a signature of something else. */
  forge() {
    isForging = true
  },
  /** From now on responses are repeated, for so many calls without work; for a client that does not verify, over and over. @param {{ calls: number, verifies: boolean }} load */
  async repeat({ calls, verifies }) {
    startOver(false)
    isVerified = verifies
    await prepareResponses(calls)
  },
  /** Counts the requests that came, and their signatures. @param {string} path */
  count: (path) => ({ requests: routeOf(path).count, signatures: routeOf(path).signatures.size }),
  /** Of the last two requests what travelled, and what the sandbox reads of it. @param {string} path */
  async judge(path) {
    const samples = []
    for (const received of routeOf(path).last) {
      if (received.json === undefined) {
        const { status, body } = await judge(received)
        if (status !== 200) throw new Error(`The sandbox refuses what was sent while time was taken: ${body}`)
      }
      samples.push({ sent: JSON.parse(String(Buffer.concat(received.chunks))), read: received.json })
    }
    return samples
  },
})
