// The launcher's server: a sandbox with the account of the vectors, responses that try a fetch, and the files of pages.
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { readPem } from '@wechatpay-kit/test-vectors'
import { createSales } from '../suite/sales.mjs'
import { account } from './vectors.mjs'

/** Numbers of the POSTs at which the server hung up, by their query. @type {Map<string, number>} */
const hangUps = new Map()

const text = JSON.stringify({ name: '张三 😀', number: 1.5 }, null, 1)

/** Responders by path from `/wire/` or, for calls of a client, from `/`. @type {Record<string, (response: import('node:http').ServerResponse, request: import('node:http').IncomingMessage, query: string) => unknown>} */
const RESPONDERS = {
  status: (response, _, query) => response.writeHead(Number(query)).end(),
  gzip: (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(text)),
  twice: (response) => response.writeHead(200, ['Wechatpay-Nonce', 'one', 'Wechatpay-Nonce', 'two']).end('{}'),
  redirect: (response) => response.writeHead(302, { Location: '/wire/echo' }).end(),
  large: (response) => response.end('x'.repeat(100_000)),
  never: () => {},
  half: (response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"half":')
    setTimeout(() => response.destroy(), 30)
  },
  echo: async (response, request) => {
    const { method, url, headers } = request
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }))
  },
  // A GET leaves a connection that may be kept; a POST is read whole, and its connection breaks.
  'v3/hang-up': async (response, request, query) => {
    if (request.method === 'GET') return response.end('{}')
    await request.resume().toArray()
    hangUps.set(query, (hangUps.get(query) ?? 0) + 1)
    response.destroy()
  },
  // One that was open until now, so that no other program listens there.
  'closed-port': async (response) => {
    const server = createServer()
    const port = await listen(server)
    server.close(() => response.end(JSON.stringify(port)))
  },
  'hang-ups': (response, _, query) => response.end(JSON.stringify(hangUps.get(query) ?? 0)),
}

/** @param {(path: string) => string | undefined} [readFile] files of pages, by path */
export async function startServer(readFile = () => undefined) {
  const keyPair = (/** @type {string} */ name) => ({
    privateKey: readPem(`${name}.private`),
    publicKey: readPem(`${name}.public`),
  })
  const sandbox = await createSandbox({
    merchant: { ...account.merchant, keys: keyPair('merchant') },
    platform: { id: account.platformKeyId, keys: keyPair('platform') },
    storage: createSales({ mchid: account.merchant.mchid }),
  })
  const server = createServer(async (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const respond = RESPONDERS[path.replace(/^\/(wire\/)?/, '')]
    const file = readFile(path)
    if (respond) return respond(response, request, query)
    if (file !== undefined) {
      const type = path.endsWith('.mjs') ? 'text/javascript' : 'text/html'
      return response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(file)
    }
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = 'GET', url } = request
    const headers = new Headers(/** @type {Record<string, string>} */ (request.headers))
    const body = method === 'GET' ? null : Buffer.concat(chunks)
    const result = await sandbox.fetch(new Request(`http://${request.headers.host}${url}`, { method, headers, body }))
    response.writeHead(result.status, Object.fromEntries(result.headers))
    response.end(Buffer.from(await result.arrayBuffer()))
  })
  return {
    origin: `http://127.0.0.1:${await listen(server)}`,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Has a server listen at a port of its own. @param {import('node:http').Server} server @returns {Promise<number>} the port */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port
}
