import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { FetchError } from '@wechatpay-kit/transport-fetch'
import { createUndiciTransport, type UndiciTransportOptions } from '@wechatpay-kit/transport-undici'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { createRoot, dns, loopback } from './certificates.ts'
import { get } from './servers.ts'

/**
 * Tells of each request what came in, over http and https; and a proxy between. In a thread of its own, whose
 * `Object.prototype` stays clean.
 */
const SERVERS = `
  const { createServer } = require('node:http')
  const { createServer: createSecureServer } = require('node:https')
  const { connect } = require('node:net')
  const { parentPort, workerData } = require('node:worker_threads')
  const tell = async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { method, url, rawHeaders } = request
    response.end(JSON.stringify({ method, url, rawHeaders, body }))
  }
  const proxy = createServer(tell).on('connect', ({ url }, socket) => {
    const [host, port] = url.split(':')
    const target = connect(port, host, () => socket.write('HTTP/1.1 200 OK\\r\\n\\r\\n'))
    socket.pipe(target).pipe(socket)
    for (const one of [socket, target]) one.on('error', () => {})
  })
  const servers = [createServer(tell), createSecureServer(workerData, tell), proxy]
  const opened = servers.map((server) => new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port))
  }))
  Promise.all(opened).then((ports) => parentPort.postMessage(ports))
`

const root = createRoot()
const worker = new Worker(SERVERS, { eval: true, workerData: root.issue('127.0.0.1', [loopback, dns('localhost')]) })
const [[http, https, proxy]] = (await once(worker, 'message')) as [[number, number, number]]
afterAll(() => worker.terminate())

/** The name of every option of this transport, of an attempt and of a request; and of undici's that say where it goes. */
const NAMES = [
  ...['connections', 'keepAliveTimeout', 'connectTimeout', 'timeout', 'maxResponseBytes', 'proxy', 'tls'],
  ...['ca', 'cert', 'key', 'passphrase', 'minVersion', 'servername'],
  ...['transport', 'maxErrorBytes', 'deadline', 'largestBuffered'],
  ...['method', 'headers', 'body', 'redirect', 'signal'],
  ...['path', 'query', 'token', 'auth', 'socketPath', 'localAddress', 'idempotent', 'upgrade', 'interceptors'],
]
const VALUES = [1e-9, 1e15, true, 'X', ['https://127.0.0.1:1'], { 'X-Evil': '1', a: 1 }, () => 0]

const READ_BY_OTHERS = ['timeout', 'connectTimeout']

const post = { ...get, method: 'POST', headers: { Accept: 'text/plain' }, body: '{"a":1}' }
const bounds = { timeout: 4_000, maxErrorBytes: 100 }

/** Makes a transport, sends a request with and without body in both ways, and tells what came in. */
async function observe(scheme: 'http' | 'https', options: UndiciTransportOptions): Promise<unknown> {
  const transport = createUndiciTransport(options)
  const url = `${scheme}://127.0.0.1:${scheme === 'http' ? http : https}/v3/a%2Fb?c=d`
  try {
    const texts = []
    for (const request of [get, post]) {
      texts.push(await (await transport(url, request)).text())
      texts.push(new TextDecoder().decode((await transport.readResponse(url, request, bounds)).body))
    }
    return texts
  } finally {
    await transport.close()
  }
}

it.each<[string, 'http' | 'https', UndiciTransportOptions]>([
  ['http', 'http', {}],
  ['https', 'https', { tls: { ca: root.ca } }],
  ['http over a proxy', 'http', { proxy: `http://127.0.0.1:${proxy}` }],
  ['https over a proxy', 'https', { proxy: `http://127.0.0.1:${proxy}`, tls: { ca: root.ca } }],
])(
  'over %s, nothing comes from a polluted Object.prototype',
  async (_, scheme, options) => {
    const uncaught: unknown[] = []
    const note = (error: unknown) => uncaught.push(error)
    process.on('uncaughtExceptionMonitor', note)
    onTestFinished(() => void process.off('uncaughtExceptionMonitor', note))
    const clean = await observe(scheme, options)
    expect(clean).toHaveLength(4)
    const changed: unknown[] = []
    for (const name of NAMES) {
      for (const value of VALUES) {
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true })
        const seen = await observe(scheme, options)
          .catch((error: unknown) => error)
          .finally(() => {
            Reflect.deleteProperty(Object.prototype, name)
          })
        // undici and Node.js read these two from plain objects of their own; they refuse them, and nothing is sent.
        const isRefused = READ_BY_OTHERS.includes(name) && typeof value !== 'number' && seen instanceof FetchError
        if (!isRefused && JSON.stringify(seen) !== JSON.stringify(clean)) changed.push({ name, value, seen })
      }
    }
    expect(changed).toEqual([])
    expect(uncaught).toEqual([])
  },
  60_000,
)
