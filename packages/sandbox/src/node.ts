/**
 * Serves a sandbox over HTTP and keeps its memory in a file, on Node.js, which this entry needs.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sandbox } from './sandbox.ts'

export { openStateFile } from './node/state-file.ts'

/** A sandbox that listens. */
export interface SandboxServer {
  /** Origin to give to `createClient` as `baseUrls: [url]`. */
  readonly url: string
  /** Stops listening and closes all connections. */
  close(): Promise<void>
}

/**
 * Serves a sandbox over HTTP.
 *
 * @param sandbox - from `createSandbox`.
 * @param options - `port`: default 0, any free one. `hostname`: default `127.0.0.1`.
 * @returns the address, and how to stop.
 * @throws Error of `node:net`, such as `EADDRINUSE` where the port is taken.
 * @throws TypeError if `sandbox` is no sandbox, such as a Promise of one.
 * @example
 * ```ts
 * import { createSandbox } from '@wechatpay-kit/sandbox'
 * import { serve } from '@wechatpay-kit/sandbox/node'
 *
 * const server = await serve(await createSandbox())
 * console.log(server.url) // http://127.0.0.1:…
 * await server.close()
 * ```
 */
export async function serve(
  sandbox: Pick<Sandbox, 'fetch'>,
  options: { readonly port?: number; readonly hostname?: string } = {},
): Promise<SandboxServer> {
  if (typeof sandbox.fetch !== 'function') throw new TypeError('serve takes what createSandbox returns (await it).')
  const { port = 0, hostname = '127.0.0.1' } = options
  const server = createServer((incoming, outgoing) => {
    // A dropped connection is one of the things that a sandbox does on request.
    respond(sandbox, incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, hostname, resolve)
  })
  return {
    url: `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Most bytes of a body; the largest upload that is documented has a few million. */
const LIMIT = 64 * 2 ** 20

/** Hands a request of Node.js to the sandbox, and its response to Node.js. */
async function respond(
  sandbox: Pick<Sandbox, 'fetch'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(String(incoming.rawHeaders[index]), String(incoming.rawHeaders[index + 1]))
  }
  const chunks: Uint8Array[] = []
  let length = 0
  // Not destroyed, so that who sends too much gets a response.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > LIMIT) return void outgoing.writeHead(413, { Connection: 'close' }).end()
    chunks.push(chunk)
  }
  const { method = 'GET', url = '/' } = incoming
  const body = method === 'GET' || method === 'HEAD' ? null : Uint8Array.from(Buffer.concat(chunks))
  const response = await sandbox.fetch(new Request(`http://${incoming.headers.host}${url}`, { method, headers, body }))
  outgoing.writeHead(
    response.status,
    Object.fromEntries([...response.headers].map(([name, value]) => [spell(name), value])),
  )
  if (!response.body) return void outgoing.end()
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing)
}

/** Spells a header's name as WeChat Pay does, such as `Wechatpay-Serial` or `Request-ID`: `Headers` keep lower case only. */
function spell(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/\bId\b/, 'ID')
}
