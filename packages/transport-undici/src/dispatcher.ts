import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'
import type { CheckedOptions } from './options.ts'

/**
 * Parts of a request that there are none of. undici copies what it is given into plain objects: what is left out would be
 * looked for on `Object.prototype`, which a flaw elsewhere in the process may have polluted.
 */
export const NO_PARTS: object = {
  body: null,
  query: null,
  idempotent: null,
  upgrade: null,
  signal: null,
  servername: null,
}

/** Options of a pool that there are none of, for the same reason. */
const NO_OPTIONS: object = {
  tls: null,
  socketPath: null,
  localAddress: null,
  interceptors: null,
  token: null,
  auth: null,
}

/** Options of a connection that there are none of, for the same reason. */
const NO_CONNECTION: object = { socketPath: null, servername: null, signal: null }

/** Makes the connections: undici's agent, or its proxy agent. */
export function createDispatcher(options: CheckedOptions): Dispatcher {
  const { connections, keepAliveTimeout, connectTimeout, proxy, tls } = options
  const pool: Pool.Options = {
    ...NO_OPTIONS,
    connections,
    keepAliveTimeout,
    keepAliveMaxTimeout: keepAliveTimeout, // a server's hint may only shorten it
    connectTimeout,
    pipelining: 1, // one request at a time on a connection, so that none is sent again when another fails
    allowH2: false,
    headersTimeout: 0, // the attempt's deadline holds instead
    bodyTimeout: 0,
  }
  // Written out, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch verification off.
  const connect = { ...NO_CONNECTION, timeout: connectTimeout, rejectUnauthorized: true }
  if (!proxy) return new Agent({ ...pool, connect: { ...connect, ...tls.server } })
  return new ProxyAgent({
    ...pool,
    uri: proxy.origin,
    headers: {},
    ...(proxy.token ? { token: proxy.token } : {}),
    proxyTunnel: false, // for http:, which many proxies do not tunnel
    requestTls: { ...connect, ...tls.server },
    proxyTls: { ...connect, ...tls.proxy },
    factory: (origin, given) => new Pool(origin, { ...pool, ...given }),
    clientFactory: (origin, given) =>
      openTunnels(new Pool(origin, { ...pool, connections: null, ...given, headersTimeout: connectTimeout })),
  })
}

/** Makes a proxy's refusal final: left alone, undici asks a proxy that hangs up again and again, without end. */
function openTunnels(pool: Pool): Pool {
  const connect = pool.connect.bind(pool)
  return Object.assign(pool, {
    connect: (options: Dispatcher.ConnectOptions) =>
      // Its signal was looked for on a plain object.
      connect({ ...NO_PARTS, ...options, signal: null }).catch((cause: unknown) => {
        throw new Error('The proxy opened no tunnel.', { cause })
      }),
  })
}
