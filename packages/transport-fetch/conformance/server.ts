import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Uint8Array
}

/** A server for one case. */
export interface CaseServer {
  readonly url: string
  readonly received: Received[]
  /** Resolves when a connection was closed by the other side before its response was complete. */
  readonly whenAbandoned: Promise<void>
}

/** Runs a case against a server of its own on loopback, and closes it with all its connections. */
export async function withServer(
  respond: (response: ServerResponse, request: Received) => void,
  run: (server: CaseServer) => Promise<void>,
): Promise<void> {
  const received: Received[] = []
  let abandon: () => void = () => {}
  const whenAbandoned = new Promise<void>((resolve) => {
    abandon = resolve
  })
  const server = createServer((incoming, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandon()
    })
    const chunks: Uint8Array[] = []
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    incoming.on('error', () => {})
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      const request = { method, url, headers, body: Uint8Array.from(Buffer.concat(chunks)) }
      received.push(request)
      respond(response, request)
    })
  })
  // Idle connections are closed at once, as WeChat Pay does after eight seconds.
  server.keepAliveTimeout = 1
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await run({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/x?a=1&b=%E5%BC%A0`,
      received,
      whenAbandoned,
    })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
