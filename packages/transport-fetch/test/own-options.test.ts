import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import {
  createFetchTransport,
  readResponse,
  type Transport,
  type TransportRequest,
} from '@wechatpay-kit/transport-fetch'
import { afterAll, expect, it } from 'vitest'

/** Tells of each request what came in. In a thread of its own, whose `Object.prototype` stays clean. */
const SERVER = `
  const { parentPort } = require('node:worker_threads')
  const server = require('node:http').createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { method, url, rawHeaders } = request
    response.writeHead(url === '/404' ? 404 : 200, { 'Content-Type': 'text/plain' })
    response.end(JSON.stringify({ method, url, rawHeaders, body }))
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`
const worker = new Worker(SERVER, { eval: true })
const [port] = (await once(worker, 'message')) as [number]
afterAll(() => worker.terminate())

const NAMES = [
  ...['transport', 'timeout', 'maxResponseBytes', 'maxErrorBytes', 'deadline'],
  ...['method', 'headers', 'body', 'redirect', 'signal'],
  ...['type', 'client', 'path', 'query'],
]
const VALUES = [1e15, 1e-9, true, 'X', ['https://evil.example'], { 'X-Evil': '1', a: 1 }, () => 0]

const get: TransportRequest = { method: 'GET', headers: { Accept: 'text/plain' }, redirect: 'manual' }
const post: TransportRequest = { ...get, method: 'POST', body: 'body' }

/** Names that the `fetch` of Node.js looks for on plain objects of its own, whatever it is given. */
const READ_BY_FETCH = ['body', 'signal', 'query']

/** Sends requests in both ways, by the runtime's `fetch` and by a transport that tells what it was given. */
async function observe(isByFetch = true): Promise<string[]> {
  const seen: string[] = []
  const tell: Transport = async (url, { method, headers, body, redirect, signal }) => {
    seen.push([url, method, JSON.stringify(headers), body, redirect, signal instanceof AbortSignal].join(' '))
    return new Response('told', { status: 200, headers: {} })
  }
  for (const request of [get, post]) {
    for (const path of ['200', '404']) {
      const url = `http://127.0.0.1:${port}/${path}`
      seen.push(await (await createFetchTransport({ transport: tell })(url, request)).text())
      seen.push(new TextDecoder().decode((await readResponse(url, request, { transport: tell })).body))
      if (!isByFetch) continue
      seen.push(await (await createFetchTransport()(url, request)).text())
      seen.push(new TextDecoder().decode((await readResponse(url, request)).body))
    }
  }
  return seen
}

it.each(NAMES)('nothing comes from a polluted Object.prototype: %s', async (name) => {
  const isByFetch = !READ_BY_FETCH.includes(name)
  const clean = await observe(isByFetch)
  expect(clean).toHaveLength(isByFetch ? 24 : 16)
  for (const value of VALUES) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
    const seen = await observe(isByFetch)
      .catch((error: Error) => [error.stack, error.cause])
      .finally(() => Reflect.deleteProperty(Object.prototype, name))
    expect(seen, `${name} is ${value}`).toEqual(clean)
  }
})
