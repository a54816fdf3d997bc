import process from 'node:process'
import { type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls'
import { copyOwn } from '@wechatpay-kit/transport-fetch'

/** Options of `node:tls`: the roots that a transport trusts, and the certificate that it shows. */
export interface TlsOptions extends Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'passphrase' | 'minVersion'> {
  /** Name that the certificate must bear, where it is not the URL's host. */
  readonly servername?: string | undefined
}

/** Options of `createUndiciTransport`. */
export interface UndiciTransportOptions {
  /** Most connections to one origin at the same time; further attempts wait for a free one. Default: 100. */
  readonly connections?: number | undefined
  /**
   * Time for which an idle connection is kept, in milliseconds; no hint of the server's makes it longer. Must be less than the
   * server's own, 8 seconds at WeChat Pay, or attempts meet connections that are being closed. Default: 4 000.
   */
  readonly keepAliveTimeout?: number | undefined
  /**
   * Longest wait for a connection in milliseconds, TLS included; through a proxy, for each of its steps. Kept to about a
   * second. Default: 5 000.
   */
  readonly connectTimeout?: number | undefined
  /** Deadline of one attempt in milliseconds, from the call to the last byte of the body. Default: 10 000. */
  readonly timeout?: number | undefined
  /** Largest body in bytes, after decompression. Default: 16 777 216 (16 MiB). */
  readonly maxResponseBytes?: number | undefined
  /**
   * URL of an HTTP proxy, `http:` or `https:`, with `user:password@` if it asks for them. It forwards `http:` and tunnels
   * `https:`. Default: none, whatever the environment says.
   */
  readonly proxy?: string | URL | undefined
  /** TLS of the servers; `ca` and `minVersion` hold for an `https:` proxy too. Default: Node.js's roots, no certificate. */
  readonly tls?: TlsOptions | undefined
}

/** The largest whole number that an option may be: the longest time that undici's timers can wait. */
const LARGEST_OPTION = 2 ** 31 - 1

/** The options, checked and with their defaults. */
export interface CheckedOptions {
  readonly connections: number
  readonly keepAliveTimeout: number
  readonly connectTimeout: number
  readonly timeout: number
  readonly maxResponseBytes: number
  /** The proxy, and the credentials for its `Proxy-Authorization` header. */
  readonly proxy: { readonly origin: string; readonly token: string | undefined } | undefined
  /** TLS of the servers and of the proxy, each made once for all connections. */
  readonly tls: { readonly server: TlsSettings; readonly proxy: TlsSettings }
}

interface TlsSettings {
  readonly secureContext: SecureContext
  readonly servername?: string
}

const OPTIONS = ['connections', 'keepAliveTimeout', 'connectTimeout', 'timeout', 'maxResponseBytes', 'proxy', 'tls']
const TLS_OPTIONS = ['ca', 'cert', 'key', 'passphrase', 'minVersion', 'servername']

/** Checks the options and adds the defaults. */
export function checkOptions(options: UndiciTransportOptions): CheckedOptions {
  const {
    connections = 100,
    keepAliveTimeout = 4_000,
    connectTimeout = 5_000,
    timeout = 10_000,
    maxResponseBytes = 2 ** 24,
    proxy,
    tls = {},
    ...more
  } = copyOwn(options)
  const [unknown] = Object.keys(more)
  if (unknown !== undefined)
    throw new TypeError(`${unknown} is no option of an undici transport; the options are ${OPTIONS.join(', ')}.`)
  for (const [name, value] of Object.entries({ timeout, maxResponseBytes })) {
    if (typeof value !== 'number' || !(value > 0)) throw new RangeError(`${name} must be a positive number.`)
  }
  for (const [name, value] of Object.entries({ connections, keepAliveTimeout, connectTimeout })) {
    if (!Number.isInteger(value) || value < 1 || value > LARGEST_OPTION) {
      throw new RangeError(`${name} must be a whole number from 1 to ${LARGEST_OPTION}.`)
    }
  }
  return {
    connections,
    keepAliveTimeout,
    connectTimeout,
    timeout,
    maxResponseBytes,
    proxy: proxy === undefined ? undefined : readProxy(proxy),
    tls: readTls(tls),
  }
}

function readProxy(proxy: string | URL): NonNullable<CheckedOptions['proxy']> {
  try {
    const { protocol, origin, href, username, password } = new URL(proxy)
    const isOrigin = href.slice(href.lastIndexOf('@') + 1).replace(`${protocol}//`, '') === `${new URL(origin).host}/`
    if ((protocol === 'http:' || protocol === 'https:') && isOrigin) {
      const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
      const bytes = new TextEncoder().encode(credentials)
      return { origin, token: credentials === ':' ? undefined : `Basic ${btoa(String.fromCharCode(...bytes))}` }
    }
  } catch {
    // Refused below, without showing the URL: it may hold a password.
  }
  throw new TypeError(
    'proxy must be an http: or https: URL without a path, such as http://user:password@proxy.example.',
  )
}

function readTls(tls: TlsOptions): CheckedOptions['tls'] {
  if (typeof tls !== 'object' || tls === null) throw new TypeError('tls must be an object.')
  const unknown = Object.keys(tls).find((name) => !TLS_OPTIONS.includes(name))
  if (unknown !== undefined)
    throw new TypeError(
      `tls.${unknown} is no option of an undici transport; the options of tls are ${TLS_OPTIONS.join(', ')}.`,
    )
  const { servername, ca, minVersion, ...own } = copyOwn(tls)
  if (servername !== undefined && (typeof servername !== 'string' || servername === '')) {
    throw new TypeError('tls.servername must be a host name.')
  }
  if (ca !== undefined) checkRoots(ca)
  const trust = { ...(ca === undefined ? {} : { ca }), ...(minVersion === undefined ? {} : { minVersion }) }
  try {
    return {
      server: {
        secureContext: createSecureContext(copyOwn({ ...own, ...trust })),
        ...(servername ? { servername } : {}),
      },
      proxy: { secureContext: createSecureContext(copyOwn(trust)) },
    }
  } catch (error) {
    // The message may quote a passphrase; the code says what Node.js did not like.
    const { code } = error as { code?: unknown }
    throw new TypeError(`tls has a certificate, key, passphrase or version that Node.js cannot use (${String(code)}).`)
  }
}

/** Refuses roots that hold no certificate: Node.js passes over them, and then trusts its own, or nobody. */
function checkRoots(ca: NonNullable<TlsOptions['ca']>): void {
  const roots = [ca].flat()
  // Not imported: with an import, Node.js loads all of node:crypto, WebCrypto included, before anybody needs it.
  const { X509Certificate } = process.getBuiltinModule('node:crypto')
  try {
    for (const root of roots) new X509Certificate(root)
    if (roots.length > 0) return
  } catch {
    // Refused below.
  }
  throw new TypeError('tls.ca must be certificates, each as PEM text or bytes.')
}
