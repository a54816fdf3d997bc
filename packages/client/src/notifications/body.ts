import type { SignedMessage } from '@wechatpay-kit/crypto'
import { ByteCollector, type Bytes } from '@wechatpay-kit/transport-fetch'
import { NotificationError } from '../errors/notification.ts'
import { redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'

/** A request that a framework took apart; its body must be raw. */
export interface NotificationRequest {
  /** A `Headers`, or an object with names in any case. */
  readonly headers: SignedMessage['headers']
  /** The body exactly as received: bytes, or UTF-8 text. */
  readonly body: string | Uint8Array
}

/** Bounds of {@link readRawBody}. */
export interface BodyOptions {
  readonly maxBytes: number
  /** Refuses a request whose body need not be read; it is called before the first byte of a stream. */
  readonly checkHeaders: () => Promise<void>
  /** Ends the reading of a stream. */
  readonly signal: AbortSignal | undefined
}

/** Reads a request's body as received, at most so many bytes: more are not read. The bytes are a private copy. */
export async function readRawBody(request: Request | NotificationRequest, options: BodyOptions): Promise<Bytes> {
  if (typeof request?.headers !== 'object' || request.headers === null) {
    refuse('headers', 'must be a Headers or an object with the headers of the request')
  }
  if ('arrayBuffer' in request) return readRequest(request, options)
  const bytes = toBytes(request.body)
  checkLength(bytes.length, options.maxBytes)
  return bytes
}

function toBytes(body: unknown): Bytes {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  // Not instanceof: they may come from another realm.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  const missing =
    "is missing: pass the framework's Request itself, or its headers and its raw body, on Express by express.raw({ type: '*/*' }) on this route"
  refuse('body', body === undefined ? missing : 'must be raw, as bytes or text: a parsed object is not what was signed')
}

async function readRequest(request: Request, { maxBytes, checkHeaders, signal }: BodyOptions): Promise<Bytes> {
  const { headers, body, bodyUsed } = request
  if (bodyUsed || body?.locked) {
    refuse('body', 'was read before: pass the request untouched, or its headers and its raw body')
  }
  const statedLength = Number(headers.get('content-length') ?? Number.NaN)
  try {
    checkLength(statedLength, maxBytes)
    await checkHeaders()
    signal?.throwIfAborted()
  } catch (error) {
    // One that states a small length is left to the server, like any body that nobody reads: some servers cut the
    // connection of a cancelled one, and the sender would not see the response.
    if (!(statedLength <= maxBytes)) body?.cancel().catch(() => {})
    throw error
  }
  // Some runtimes give no stream.
  const bytes = body ? await readStream(body, maxBytes, signal) : await request.arrayBuffer().catch(refuseIncomplete)
  checkLength(bytes.byteLength, maxBytes)
  return new Uint8Array(bytes)
}

/** Reads a stream, however small its pieces are. */
async function readStream(
  body: ReadableStream<Bytes>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Bytes> {
  const reader = body.getReader()
  const cancel = () => void reader.cancel(signal?.reason).catch(() => {})
  signal?.addEventListener('abort', cancel)
  const collected = new ByteCollector()
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(refuseIncomplete)
      // A stream that is cancelled ends like one that is complete.
      signal?.throwIfAborted()
      if (done) return collected.take()
      // A copy: a server may use its buffer again for what comes next.
      collected.add(new Uint8Array(value))
      checkLength(collected.length, maxBytes)
    }
  } catch (error) {
    cancel()
    throw error
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

function refuseIncomplete(error: unknown): never {
  throw new NotificationError(
    'NOTIFICATION_INCOMPLETE',
    'The notification broke off before its body was complete; WeChat Pay will repeat it.',
    { cause: redactError(error) },
  )
}

function checkLength(length: number, maxBytes: number): void {
  if (length > maxBytes) {
    throw new NotificationError(
      'NOTIFICATION_TOO_LARGE',
      `The notification is larger than the ${maxBytes} bytes that maxBytes allows; no notification of WeChat Pay’s should be.`,
    )
  }
}
