import type { SignedMessage } from '@wechatpay-kit/crypto'
import type { Bytes } from '@wechatpay-kit/transport-fetch'
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

/** Reads a request's body as received, at most so many bytes: more are not read. The bytes are a private copy. */
export async function readRawBody(request: Request | NotificationRequest, maxBytes: number): Promise<Bytes> {
  if (typeof request?.headers !== 'object' || request.headers === null) {
    refuse('headers', 'must be a Headers or an object with the headers of the request')
  }
  const isWhole = !('arrayBuffer' in request)
  const bytes = isWhole ? toBytes(request.body) : await readRequest(request, maxBytes)
  if (bytes.length > maxBytes) throw tooLarge(maxBytes)
  return bytes
}

function toBytes(body: unknown): Bytes {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  // Not instanceof: they may come from another realm.
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  refuse('body', 'must be the raw body, as bytes or text: a parsed object is not what was signed')
}

async function readRequest(request: Request, maxBytes: number): Promise<Bytes> {
  const { headers, body, bodyUsed } = request
  if (bodyUsed || body?.locked) {
    refuse('body', 'was read before: pass the request untouched, or its headers and its raw body')
  }
  if (Number(headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Bytes[] = []
  try {
    // Some runtimes give no stream.
    if (!body) return new Uint8Array(await request.arrayBuffer())
    const reader = body.getReader()
    let received = 0
    for (let next = await reader.read(); !next.done && received <= maxBytes; next = await reader.read()) {
      received += next.value.length
      chunks.push(next.value)
    }
    if (received > maxBytes) reader.cancel().catch(() => {})
  } catch (error) {
    throw new NotificationError(
      'NOTIFICATION_INCOMPLETE',
      'The notification broke off before its body was complete; WeChat Pay will repeat it.',
      {
        cause: redactError(error),
      },
    )
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

function tooLarge(maxBytes: number): NotificationError {
  return new NotificationError(
    'NOTIFICATION_TOO_LARGE',
    `The notification is larger than the ${maxBytes} bytes that maxBytes allows; no notification of WeChat Pay’s should be.`,
  )
}
