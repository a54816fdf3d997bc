import {
  type AnswerReader,
  type Bytes,
  type Deadline,
  FetchError,
  startDeadline,
  type Transport,
  type TransportRequest,
} from '@wechatpay-kit/transport-fetch'
import { createDispatcher } from './dispatcher.ts'
import { Exchange } from './exchange.ts'
import { checkOptions, type UndiciTransportOptions } from './options.ts'
import { createResponse, joinValues } from './response.ts'

/**
 * An answer becomes a `Response` when it is complete, or once it is larger than this, in bytes; then the rest streams. JSON
 * never pays for a stream that way, a file is never held in memory, and no header needs to be believed.
 */
const LARGEST_WHOLE = 2 ** 16

/** A transport with connections of its own. */
export interface UndiciTransport extends Transport, AnswerReader {
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
  const attempt = <Answer>(
    url: string,
    request: TransportRequest,
    bounds: { timeout: number; maxResponseBytes: number; largestWhole: number; deadline?: Deadline | undefined },
    createAnswer: (...of: Parameters<typeof createResponse>) => Answer,
  ): Promise<Answer> => {
    const [, origin, path] = /^(https?:\/\/[^/?#@\s]+)(\/[^#]*)$/.exec(url) ?? []
    if (!origin || !path) {
      return refuse('The URL must be absolute, http or https, with a path, without credentials and fragment.')
    }
    if (closing) return refuse('The transport is closed; nothing was sent.')
    const { method, headers, body } = request
    const { timeout, deadline: parent } = bounds
    // The signal is that of the parent, if there is one, and is made only for those who look at it.
    const deadline = parent ? parent.child(timeout) : startDeadline(timeout, request.signal)
    return new Promise((resolve, reject) => {
      underWay++
      const respond = (...answer: Parameters<typeof createResponse>) => resolve(createAnswer(...answer))
      const exchange = new Exchange(bounds, deadline, { respond, reject, onEnd })
      if (exchange.isOver) return // its deadline had ended
      try {
        // A copy of the headers: undici's proxy agent adds to them.
        dispatcher.dispatch({ origin, path, method, headers: { ...headers }, body: body ?? null }, exchange)
      } catch (error) {
        // A proxy agent throws what it refuses.
        exchange.onResponseError(undefined, error as Error)
      }
    })
  }
  const { timeout, maxResponseBytes } = checked
  const own = { timeout, maxResponseBytes, largestWhole: LARGEST_WHOLE }
  const transport = (url: string, request: TransportRequest) => attempt(url, request, own, createResponse)
  const readAnswer: UndiciTransport['readAnswer'] = (url, request, bounds) => {
    const both = {
      timeout: Math.min(timeout, bounds.timeout ?? timeout),
      maxResponseBytes: Math.min(maxResponseBytes, bounds.maxResponseBytes ?? maxResponseBytes),
      largestWhole: Number.POSITIVE_INFINITY,
      deadline: bounds.deadline,
    }
    return attempt(url, request, both, (status, headers, body) => ({
      status,
      headers: joinValues(headers),
      body: (body as Bytes | null) ?? new Uint8Array(),
    }))
  }
  const close = () => {
    closing ??= new Promise<void>((resolve) => {
      onIdle = resolve
      if (underWay === 0) resolve()
    }).then(() => dispatcher.destroy())
    return closing
  }
  return Object.assign(transport, { readAnswer, close, [Symbol.asyncDispose]: close })
}

function refuse(message: string): Promise<never> {
  return Promise.reject(new FetchError('NETWORK_FAILED', message))
}
