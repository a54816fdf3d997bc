import { type Bytes, type Deadline, FetchError } from '@wechatpay-kit/transport-fetch'
import type { Dispatcher } from 'undici'
import { createDecoder } from './decoder.ts'
import type { ReceivedHeaders } from './response.ts'

type Controller = Dispatcher.DispatchController

/** Bytes of a stream that wait for their reader. */
const BUFFERED = 2 ** 16

/** What bounds an attempt. */
interface Bounds {
  readonly maxResponseBytes: number
  /** A larger answer is handed over as a stream. */
  readonly largestWhole: number
}

/** Whom an attempt tells. */
interface Listener {
  /** Takes the answer; `null` is no body. */
  respond(status: number, headers: ReceivedHeaders, body: ReadableStream<Uint8Array> | Bytes | null): void
  reject(error: FetchError): void
  /** The attempt is over, its body included. */
  onEnd(): void
}

/** One attempt, as undici drives it: the answer comes in under a deadline and a size limit. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Nothing happens any more: the answer is complete, was cancelled, or failed. */
  isOver = false
  readonly #bounds: Bounds
  readonly #deadline: Deadline
  readonly #listener: Listener
  #controller: Controller | undefined
  #status = 0
  #headers: ReceivedHeaders = {}
  #decoder: ReturnType<typeof createDecoder>
  #received = 0
  /** What came, until it is handed over. */
  #chunks: Uint8Array[] = []
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(bounds: Bounds, deadline: Deadline, listener: Listener) {
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
      const message = `The answer is a redirect (status ${status}); redirects are not followed.`
      this.#fail(new FetchError('REDIRECTED', message))
    } else if (Number(headers['content-length']) > this.#bounds.maxResponseBytes) this.#failTooLarge()
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    this.#decoder ??= this.#openDecoder()
    if (!this.#decoder) this.#take(chunk)
    else if (!this.#decoder.write(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    if (this.#decoder) this.#decoder.end()
    else this.#complete()
  }

  onResponseError(_: unknown, cause: Error): void {
    this.#failNetwork(cause)
  }

  #failTooLarge(): void {
    const message = `The answer is larger than ${this.#bounds.maxResponseBytes} bytes.`
    this.#fail(new FetchError('RESPONSE_TOO_LARGE', message))
  }

  #failNetwork(cause: Error): void {
    // An answer that is no HTTP hangs on undici's error, and may echo what was sent.
    for (let error: unknown = cause; error instanceof Error; error = error.cause) Reflect.deleteProperty(error, 'data')
    this.#fail(new FetchError('NETWORK_FAILED', 'The network failed before the answer was complete.', { cause }))
  }

  #fail(error: FetchError): void {
    if (this.isOver) return
    this.#end()
    this.#stream?.error(error)
    // Without effect where the answer was handed over.
    this.#listener.reject(error)
    this.#release(error)
  }

  /** No timer and no listener stays. */
  #end(): void {
    this.isOver = true
    this.#deadline.close()
    this.#listener.onEnd()
  }

  /** Nobody will read what is still coming, so its connection is closed. */
  #release(reason: Error): void {
    this.#chunks = []
    this.#decoder?.destroy()
    this.#controller?.abort(reason)
  }

  /** Made with the first byte: an answer without a body may say that it is packed. */
  #openDecoder(): ReturnType<typeof createDecoder> {
    return createDecoder(this.#headers['content-encoding'])
      ?.on('data', (chunk: Uint8Array) => this.#take(chunk))
      .on('drain', () => this.#controller?.resume())
      .on('end', () => this.#complete())
      .on('error', (error) => this.#failNetwork(error))
  }

  /** Takes a piece of the body, unpacked. An answer of status 205 has none, as `fetch` sees it, whatever was sent. */
  #take(chunk: Uint8Array): void {
    if (this.isOver || this.#status === 205) return
    this.#received += chunk.length
    if (this.#received > this.#bounds.maxResponseBytes) this.#failTooLarge()
    else if (this.#stream) this.#enqueue(chunk)
    else {
      this.#chunks.push(chunk)
      if (this.#received > this.#bounds.largestWhole) this.#openStream()
    }
  }

  /** Hands over an answer that is too large to wait for. */
  #openStream(): void {
    const source = this.#decoder ?? this.#controller
    const body = new ReadableStream<Uint8Array>(
      {
        start: (stream) => {
          this.#stream = stream
        },
        pull: () => void source?.resume(),
        cancel: () => {
          if (this.isOver) return
          this.#end()
          this.#release(new Error('The body was cancelled.'))
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFERED }),
    )
    for (const chunk of this.#chunks) this.#enqueue(chunk)
    this.#chunks = []
    this.#respond(body)
  }

  #enqueue(chunk: Uint8Array): void {
    // A copy: what undici gives shares its memory with what comes next on the connection.
    this.#stream?.enqueue(new Uint8Array(chunk))
    if ((this.#stream?.desiredSize ?? 0) <= 0) (this.#decoder ?? this.#controller)?.pause()
  }

  #complete(): void {
    if (this.isOver) return
    if (this.#stream) this.#stream.close()
    else this.#respond(join(this.#chunks, this.#received))
    if (!this.isOver) this.#end()
  }

  #respond(body: ReadableStream<Uint8Array> | Bytes | null): void {
    try {
      this.#listener.respond(this.#status, this.#headers, body)
    } catch (cause) {
      // The rules of Response are stricter than those of HTTP.
      this.#failNetwork(cause as Error)
    }
  }
}

/** Pieces as one; `null` where there are none. */
function join(chunks: readonly Uint8Array[], length: number): Bytes | null {
  if (length === 0) return null
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
