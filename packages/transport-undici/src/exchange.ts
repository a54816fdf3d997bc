import { ByteCollector, type Bytes, type Deadline, FetchError } from '@wechatpay-kit/transport-fetch'
import type { Dispatcher } from 'undici'
import { createDecoder, type Decoder, type ReceivedHeaders } from './response.ts'

type Controller = Dispatcher.DispatchController

/** Bytes that wait for the reader of a stream before no more are asked for. */
const BUFFERED = 2 ** 16

/** The bounds of a response's size, in bytes. */
interface SizeBounds {
  readonly maxResponseBytes: number
  /** Bytes of a response with an error status that are read; the rest is cut off. */
  readonly maxErrorBytes: number
  /** Size up to which a response is buffered; a larger one is handed over as a stream. */
  readonly largestBuffered: number
}

/** The owner of an exchange, who is told of its outcome. */
interface Listener {
  /** Takes the response; `null` is no body. */
  respond(status: number, headers: ReceivedHeaders, body: ReadableStream<Bytes> | Bytes | null): void
  reject(error: FetchError): void
  /** The attempt is over, its body included. */
  onEnd(): void
}

/** One attempt, as undici drives it: the response comes in under a deadline and a size limit. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Whether nothing happens any more: the response is complete, was cancelled, or failed. */
  isOver = false
  readonly #bounds: SizeBounds
  readonly #deadline: Deadline
  readonly #listener: Listener
  #controller: Controller | undefined
  #status = 0
  #headers: ReceivedHeaders = {}
  #decoder: Decoder | undefined
  #received = 0
  /** The part of the body that has come and was not handed over yet. */
  readonly #collected = new ByteCollector()
  #stream: ReadableStreamDefaultController<Bytes> | undefined
  /** Whether the stream's reader waits for the next bytes. */
  #isWanted = false

  constructor(bounds: SizeBounds, deadline: Deadline, listener: Listener) {
    this.#bounds = bounds
    this.#deadline = deadline
    this.#listener = listener
    deadline.onEnd((error) => this.#fail(error))
  }

  onRequestStart(controller: Controller): void {
    // It ended while it waited for a connection. Thrown, undici drops the request unsent and keeps the connection.
    if (this.isOver) throw new Error('The attempt is over.')
    this.#controller = controller
  }

  onResponseStart(_: Controller, status: number, headers: ReceivedHeaders): void {
    this.#status = status
    this.#headers = headers
    if (status >= 300 && status < 400 && status !== 304) {
      const message = `The response is a redirect (status ${status}). Redirects are not followed, because the signature is bound to the path; set baseUrls to the final origin.`
      this.#fail(new FetchError('REDIRECTED', message))
    } else if (!this.#isCutOff() && Number(headers['content-length']) > this.#bounds.maxResponseBytes)
      this.#failTooLarge()
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    this.#decoder ??= this.#openDecoder()
    if (!this.#decoder) this.#take(chunk)
    // A copy: a single byte that waits for its decoder would keep all that came with it on the connection.
    else if (!this.#decoder.write(new Uint8Array(chunk))) controller.pause()
  }

  onResponseEnd(): void {
    if (this.#decoder) this.#decoder.end()
    else this.#complete()
  }

  onResponseError(_: unknown, cause: Error): void {
    this.#failNetwork(cause)
  }

  #failTooLarge(): void {
    const message = `The response is larger than ${this.#bounds.maxResponseBytes} bytes. A file is fetched with download, whose limit is maxBytes; elsewhere raise maxResponseBytes.`
    this.#fail(new FetchError('RESPONSE_TOO_LARGE', message))
  }

  #failNetwork(cause: Error): void {
    // A response that is no HTTP hangs on undici's error, and may echo what was sent.
    for (let error: unknown = cause; error instanceof Error; error = error.cause) Reflect.deleteProperty(error, 'data')
    const message = 'The network failed before the response was complete; the cause says how.'
    this.#fail(new FetchError('NETWORK_FAILED', message, { cause }))
  }

  #fail(error: FetchError): void {
    if (this.isOver) return
    this.#end()
    this.#stream?.error(error)
    // Without effect where the response was handed over.
    this.#listener.reject(error)
    this.#release(error)
  }

  /** Closes the deadline, so that no timer and no listener stays. */
  #end(): void {
    this.isOver = true
    this.#deadline.close()
    this.#listener.onEnd()
  }

  /** Closes the connection: nobody will read what is still coming. */
  #release(reason: Error): void {
    this.#collected.take()
    this.#decoder?.destroy()
    this.#controller?.abort(reason)
  }

  /** Opens the decoder with the first byte: a response without a body may say that it is packed. */
  #openDecoder(): Decoder | undefined {
    return createDecoder(this.#headers)
      ?.on('data', (chunk: Uint8Array) => this.#take(chunk))
      .on('drain', () => this.#controller?.resume())
      .on('end', () => this.#complete())
      .on('error', (error) => this.#failNetwork(error))
  }

  /** Takes a piece of the body, unpacked. A response of status 205 has none, as `fetch` sees it, whatever was sent. */
  #take(chunk: Uint8Array): void {
    if (this.isOver || this.#status === 205) return
    this.#received += chunk.length
    if (this.#received > this.#bounds.maxResponseBytes && !this.#isCutOff()) this.#failTooLarge()
    else {
      this.#collected.add(chunk)
      if (this.#isCutOff() && this.#received >= this.#bounds.maxErrorBytes) this.#cutOff()
      else if (this.#stream) this.#handOver()
      else if (this.#received > this.#bounds.largestBuffered) this.#openStream()
    }
  }

  /** Tells whether only the beginning of the response is read, because it is an error. */
  #isCutOff(): boolean {
    return this.#status >= 400 && this.#bounds.maxErrorBytes < Number.POSITIVE_INFINITY
  }

  /** Hands over the beginning of an error, and does not wait for the rest. */
  #cutOff(): void {
    this.#respond(this.#collected.take().slice(0, this.#bounds.maxErrorBytes))
    if (this.isOver) return
    this.#end()
    this.#release(new Error('The rest of the error is not read.'))
  }

  /** Hands over a response that is too large to wait for. */
  #openStream(): void {
    const body = new ReadableStream<Bytes>(
      {
        type: undefined, // written out, because Node.js looks for it on Object.prototype too
        start: (stream) => {
          this.#stream = stream
        },
        pull: () => {
          this.#isWanted = true
          this.#handOver()
          ;(this.#decoder ?? this.#controller)?.resume()
        },
        cancel: () => {
          if (this.isOver) return
          this.#end()
          this.#release(new Error('The body was cancelled.'))
        },
      },
      // Bytes wait here, where small pieces become one, and not in the stream's queue.
      { highWaterMark: 0 },
    )
    this.#respond(body)
  }

  /** Gives the stream all that has come, if its reader waits; otherwise holds the source back when it is enough. */
  #handOver(): void {
    const { length } = this.#collected
    if (this.#isWanted && length > 0) {
      this.#isWanted = false
      this.#stream?.enqueue(this.#collected.take())
    } else if (length >= BUFFERED) (this.#decoder ?? this.#controller)?.pause()
  }

  #complete(): void {
    if (this.isOver) return
    const rest = this.#received > 0 ? this.#collected.take() : null
    if (this.#stream) {
      if (rest?.length) this.#stream.enqueue(rest)
      this.#stream.close()
    } else this.#respond(rest)
    if (!this.isOver) this.#end()
  }

  #respond(body: ReadableStream<Bytes> | Bytes | null): void {
    try {
      this.#listener.respond(this.#status, this.#headers, body)
    } catch (cause) {
      // The rules of Response are stricter than those of HTTP.
      this.#failNetwork(cause as Error)
    }
  }
}
