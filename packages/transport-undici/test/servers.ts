import { createServer, request as forward, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import { type AddressInfo, connect, createServer as createSocketServer, type Server, type Socket } from 'node:net'
import { FetchError, type TransportRequest } from '@wechatpay-kit/transport-fetch'
import { onTestFinished } from 'vitest'

/** A request without a body. */
export const get: TransportRequest = { method: 'GET', headers: { Accept: 'application/json' }, redirect: 'manual' }

/** The code of the error that a promise rejects with. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof FetchError ? error.code : String(error)),
  )

/** Gives the error that a promise rejects with. */
export const errorOf = (promise: Promise<unknown>): Promise<FetchError> =>
  promise.then(
    () => {
      throw new Error('There is no error.')
    },
    (error: FetchError) => error,
  )

/** A server on loopback that ends with its test. */
export interface TestServer {
  /** `127.0.0.1:…` */
  readonly host: string
  /** All connections that were ever made. */
  readonly sockets: Socket[]
}

async function listen(server: Server): Promise<TestServer> {
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket.on('error', () => {})))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, sockets }
}

/** Serves HTTP. */
export const serve = (listener: RequestListener, options: ServerOptions = {}): Promise<TestServer> =>
  listen(createServer(options, listener))

/** Serves HTTPS. */
export const serveSecurely = (options: ServerOptions, listener: RequestListener): Promise<TestServer> =>
  listen(createSecureServer(options, listener))

/** Serves whatever a handler does with the connections. */
export const serveSockets = (handler: (socket: Socket) => void): Promise<TestServer> =>
  listen(createSocketServer(handler))

/** A proxy as companies have them: it forwards `http:`, tunnels the rest, and may ask for credentials. */
export async function serveProxy(
  options: { authorization?: string; tls?: ServerOptions } = {},
): Promise<TestServer & { readonly seen: string[] }> {
  const seen: string[] = []
  const isAllowed = (headers: IncomingHttpHeaders) =>
    options.authorization === undefined || headers['proxy-authorization'] === options.authorization
  const listener: RequestListener = (incoming, outgoing) => {
    const { method, url = '', headers } = incoming
    seen.push(`${method} ${url}`)
    if (!isAllowed(headers)) return void outgoing.writeHead(407).end('{}')
    const { 'proxy-authorization': _, ...rest } = headers
    const onward = forward(url, { method: String(method), headers: rest, agent: false }, (response) => {
      outgoing.writeHead(response.statusCode ?? 0, response.rawHeaders)
      response.on('error', () => outgoing.destroy()).pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }
  const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener)
  server.on('connect', ({ url = '', headers }, client: Socket) => {
    seen.push(`CONNECT ${url}`)
    client.on('error', () => {})
    if (!isAllowed(headers)) return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const [host = '', port] = url.split(':')
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      target.pipe(client).pipe(target)
    }).on('error', () => client.destroy())
    client.on('close', () => target.destroy())
  })
  return { ...(await listen(server)), seen }
}
