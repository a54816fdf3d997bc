import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CommandError } from './errors.ts'

/** Milliseconds that responses have to go out, once nobody listens any more. */
const GRACE = 1000

/** A server that listens. */
export interface Listening {
  /** Origin. */
  readonly url: string
  close(): Promise<void>
}

/** Listens, at one path or at all, with a handler for requests. */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
  { port, host, path }: { readonly port: number; readonly host: string; readonly path?: string | undefined },
): Promise<Listening> {
  const server = createServer((request, response) => {
    const isHere = path === undefined || request.url?.split('?')[0] === path
    if (isHere) handle(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListening(error, host, port))).listen(port, host, resolve)
  })
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        // Responses that are under way go out; whoever takes longer for one is left.
        setTimeout(() => server.closeAllConnections(), GRACE).unref()
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

/** Explains why nobody can listen at an address. */
export function explainListening(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new CommandError(
        'PORT_IN_USE',
        `Port ${port} of ${host} is in use. Stop what listens there, or name a port with --port; 0 takes any that is free.`,
      )
    case 'EACCES':
      return new CommandError(
        'PORT_FORBIDDEN',
        `This user may not listen on port ${port}. Name one from 1024 with --port.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CommandError(
        'HOST_UNKNOWN',
        `${host} is no address of this machine. Name one with --host, such as 0.0.0.0.`,
      )
    default:
      return error
  }
}
