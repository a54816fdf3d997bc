import { FetchError, type Transport } from '@wechatpay-kit/transport-fetch'
import { createDispatcher } from './dispatcher.ts'
import { Exchange } from './exchange.ts'
import { checkOptions, type UndiciTransportOptions } from './options.ts'

/** A transport with connections of its own. */
export interface UndiciTransport extends Transport {
  /**
   * Ends the transport: waits for the attempts under way, each at most until its deadline, then closes all connections.
   * Later attempts are refused. May be called again.
   */
  close(): Promise<void>
  /** The same as {@link UndiciTransport.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Makes a transport of undici, with connections of its own: for Node.js servers that make many calls. Make one, use it
 * for all calls, and close it when the server stops.
 *
 * An answer is handed over when it is complete, or once 64 KiB of it are there; then the rest streams. The deadline and
 * the size limit hold until the last byte, so reading a body can fail with the same errors as the call.
 *
 * @param options - times in milliseconds, sizes in bytes; all have defaults.
 * @returns a transport that throws a `FetchError` of `@wechatpay-kit/transport-fetch` for every way to fail.
 * @throws RangeError or TypeError at once, if an option is wrong; it names the option.
 * @example
 * ```ts
 * import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
 *
 * const transport = createUndiciTransport({ connections: 50, timeout: 5_000 })
 * await transport.close()
 * ```
 * @see {@link https://undici.nodejs.org | undici}
 */
export function createUndiciTransport(options: UndiciTransportOptions = {}): UndiciTransport {
  const checked = checkOptions(options)
  const dispatcher = createDispatcher(checked)
  let underWay = 0
  let closing: Promise<void> | undefined
  let onIdle = () => {}
  const onEnd = () => {
    underWay--
    if (underWay === 0) onIdle()
  }
  const transport: Transport = (url, request) => {
    const [, origin, path] = /^(https?:\/\/[^/?#@\s]+)(\/[^#]*)$/.exec(url) ?? []
    if (!origin || !path) {
      return refuse('The URL must be absolute, http or https, with a path, without credentials and fragment.')
    }
    if (closing) return refuse('The transport is closed; nothing was sent.')
    const { method, headers, body, signal } = request
    return new Promise((resolve, reject) => {
      underWay++
      const exchange = new Exchange(checked, signal, { resolve, reject, onEnd })
      if (exchange.isOver) return // its signal had fired
      // A copy of the headers: undici's proxy agent adds to them.
      dispatcher.dispatch({ origin, path, method, headers: { ...headers }, body: body ?? null }, exchange)
    })
  }
  const close = () => {
    closing ??= new Promise<void>((resolve) => {
      onIdle = resolve
      if (underWay === 0) resolve()
    }).then(() => dispatcher.destroy())
    return closing
  }
  return Object.assign(transport, { close, [Symbol.asyncDispose]: close })
}

function refuse(message: string): Promise<never> {
  return Promise.reject(new FetchError('NETWORK_FAILED', message))
}
