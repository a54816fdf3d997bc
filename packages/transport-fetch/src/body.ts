import type { Attempt } from './attempt.ts'
import { ByteCollector } from './byte-collector.ts'
import { FetchError } from './errors.ts'
import type { Bytes } from './transport.ts'

/** Gives the next bytes of a body, `undefined` at its end; throws as soon as they are too many. */
export function countBytes(
  reader: ReadableStreamDefaultReader<Bytes>,
  maxBytes: number,
): () => Promise<Bytes | undefined> {
  let received = 0
  return async () => {
    const { value } = await reader.read()
    if (!value) return undefined
    if (!ArrayBuffer.isView(value)) throw new TypeError('The body of the response is not made of bytes.')
    received += value.byteLength
    checkLength(received, maxBytes)
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  }
}

/** Reads a body in one piece, and counts it only afterwards: for one whose length is known, or that has no stream. */
export async function readAtOnce(response: Response, { deadline, maxBytes }: Attempt): Promise<Bytes> {
  const bytes = new Uint8Array(await deadline.race(response.arrayBuffer()))
  checkLength(bytes.length, maxBytes)
  return bytes
}

/** Tells whether only the beginning of a response is read, because it is an error. */
export function isCutOff(
  { status }: { readonly status: number },
  maxErrorBytes: number | undefined,
): maxErrorBytes is number {
  return status >= 400 && maxErrorBytes !== undefined
}

/** Collects the bytes of a body: all of them, or as many as are enough, and cancels the rest. Nobody else holds them. */
export async function collectBody(response: Response, attempt: Attempt, enough?: number): Promise<Bytes> {
  // Of what is cut off, one piece may be larger than a whole response is allowed to be.
  const maxBytes = enough === undefined ? attempt.maxBytes : Number.POSITIVE_INFINITY
  // A copy: whoever made the response may hold its bytes.
  if (!response.body) return (await readAtOnce(response, { ...attempt, maxBytes })).slice(0, enough)
  const reader = response.body.getReader()
  try {
    // One race for all pieces. Where the deadline wins it, the reader is cancelled, which ends the collection.
    return await attempt.deadline.race(collect(countBytes(reader, maxBytes), enough))
  } finally {
    reader.cancel().catch(() => {})
  }
}

async function collect(next: () => Promise<Bytes | undefined>, enough: number | undefined): Promise<Bytes> {
  const collected = new ByteCollector()
  for (let bytes = await next(); bytes; bytes = await next()) {
    collected.add(bytes)
    if (enough !== undefined && collected.length >= enough) break
  }
  const bytes = collected.take()
  return enough === undefined ? bytes : bytes.slice(0, enough)
}

/** Refuses a response that says it is too large. */
export function checkStatedLength({ headers }: Response, { maxBytes }: Attempt): void {
  checkLength(Number(headers.get('content-length')), maxBytes)
}

/** Refuses a body of more bytes than allowed. */
export function checkLength(length: number, maxBytes: number): void {
  if (length > maxBytes) {
    const message = `The response is larger than ${maxBytes} bytes. A file is fetched with download, whose limit is maxBytes; elsewhere raise maxResponseBytes.`
    throw new FetchError('RESPONSE_TOO_LARGE', message)
  }
}
