import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'
import type { CheckedOptions } from './options.ts'

/** Makes the connections: undici's agent, or its proxy agent. */
export function createDispatcher(options: CheckedOptions): Dispatcher {
  const { connections, keepAliveTimeout, connectTimeout, proxy, tls } = options
  const pool: Pool.Options = {
    connections,
    keepAliveTimeout,
    keepAliveMaxTimeout: keepAliveTimeout, // a server's hint may only shorten it
    pipelining: 1, // one request at a time on a connection, so that none is sent again when another fails
    allowH2: false,
    headersTimeout: 0, // the attempt's deadline holds instead
    bodyTimeout: 0,
  }
  // Written out, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch verification off.
  const connect = { timeout: connectTimeout, rejectUnauthorized: true }
  if (!proxy) return new Agent({ ...pool, connect: { ...connect, ...tls.server } })
  return new ProxyAgent({
    ...pool,
    uri: proxy.origin,
    ...(proxy.token ? { token: proxy.token } : {}),
    proxyTunnel: false, // for http:, which many proxies do not tunnel
    requestTls: { ...connect, ...tls.server },
    proxyTls: { ...connect, ...tls.proxy },
    factory: (origin, given) => new Pool(origin, { ...pool, ...given }),
    clientFactory: (origin, given) => openTunnels(new Pool(origin, { ...given, headersTimeout: connectTimeout })),
  })
}

/** Makes a proxy's refusal final: left alone, undici asks a proxy that hangs up again and again, without end. */
function openTunnels(pool: Pool): Pool {
  const connect = pool.connect.bind(pool)
  return Object.assign(pool, {
    connect: (options: Dispatcher.ConnectOptions) =>
      connect(options).catch((cause: unknown) => {
        throw new Error('The proxy opened no tunnel.', { cause })
      }),
  })
}
