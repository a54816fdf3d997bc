import {
  type Bytes,
  copyOwn,
  type Deadline,
  FetchError,
  type ResponseReader,
  startDeadline,
  type Transport,
  type TransportRequest,
} from '@wechatpay-kit/transport-fetch'
import { createDispatcher, NO_PARTS } from './dispatcher.ts'
import { Exchange } from './exchange.ts'
import { checkOptions, type UndiciTransportOptions } from './options.ts'
import { createResponse, joinValues } from './response.ts'

/**
 * Size in bytes up to which a response is handed over when it is complete; a larger one becomes a `Response` as soon as it
 * has grown so large, and the rest streams. JSON never pays for a stream that way, a file is never held in memory, and no
 * header needs to be believed.
 */
const LARGEST_BUFFERED = 2 ** 16

/** A transport with connections of its own. */
export interface UndiciTransport extends Transport, ResponseReader {
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
 * A response is handed over when it is complete, or once 64 KiB of it are there; then the rest streams. The deadline and
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

  const attempt = <Result>(
    url: string,
    given: TransportRequest,
    bounds: Bounds,
    createResult: (...received: Received) => Result,
  ): Promise<Result> => {
    const [, origin, path] = /^(https?:\/\/[^/?#@\s]+)(\/[^#]*)$/.exec(url) ?? []
    if (!origin || !path) {
      return refuse('The URL must be absolute, http or https, with a path, without credentials and fragment.')
    }
    if (closing) return refuse('The transport is closed; make another with createUndiciTransport.')
    const request = copyOwn(given)
    const { method, headers, body } = request
    return new Promise((resolve, reject) => {
      underWay++
      const respond = (...received: Received) => resolve(createResult(...received))
      const exchange = new Exchange(bounds, openDeadline(request, bounds), { respond, reject, onEnd })
      if (exchange.isOver) return // its deadline had ended
      try {
        // A copy of the headers: undici's proxy agent adds to them.
        const own = { origin, path, method, headers: { ...headers }, body: body ?? null }
        dispatcher.dispatch(Object.assign({}, NO_PARTS, own), exchange)
      } catch (error) {
        // A proxy agent throws what it refuses.
        exchange.onResponseError(undefined, error as Error)
      }
    })
  }

  const { timeout, maxResponseBytes } = checked
  const all = Number.POSITIVE_INFINITY
  const ownBounds = {
    timeout,
    maxResponseBytes,
    maxErrorBytes: all,
    deadline: undefined,
    largestBuffered: LARGEST_BUFFERED,
  }
  const transport: Transport = (url, request) => attempt(url, request, ownBounds, createResponse)
  const readResponse: UndiciTransport['readResponse'] = (url, request, given) => {
    const bounds = copyOwn(given)
    const narrowerBounds = {
      timeout: Math.min(timeout, bounds.timeout ?? timeout),
      maxResponseBytes: Math.min(maxResponseBytes, bounds.maxResponseBytes ?? maxResponseBytes),
      maxErrorBytes: bounds.maxErrorBytes ?? all,
      deadline: bounds.deadline,
      largestBuffered: all,
    }
    return attempt(url, request, narrowerBounds, (status, headers, body) => ({
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
  return Object.assign(transport, { readResponse, close, [Symbol.asyncDispose]: close })
}

/** The bounds of one attempt; `deadline` is that of its call. */
interface Bounds {
  readonly timeout: number
  readonly maxResponseBytes: number
  readonly maxErrorBytes: number
  readonly largestBuffered: number
  readonly deadline: Deadline | undefined
}

/** Status, headers and body, as an exchange hands them over. */
type Received = Parameters<typeof createResponse>

/** Starts the deadline of an attempt, within that of its call if there is one. */
function openDeadline({ signal }: TransportRequest, { timeout, deadline }: Bounds): Deadline {
  return deadline ? deadline.child(timeout, signal) : startDeadline(timeout, signal)
}

function refuse(message: string): Promise<never> {
  return Promise.reject(new FetchError('NOT_SENT', message))
}
