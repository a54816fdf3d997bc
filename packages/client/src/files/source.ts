import { type BodySource, ByteCollector, type Bytes, FetchError } from '@wechatpay-kit/transport-fetch'

/** Bytes that come piece by piece; each step between the network and the caller takes those of the one before it. */
export type Source = BodySource

/** Reads copies of a body's pieces: a transport may write into its own bytes after they were hashed. */
export function readCopies(body: ReadableStream<Bytes>): Source {
  const reader = body.getReader()
  const next = async () => {
    const { value } = await reader.read()
    return value && new Uint8Array(value)
  }
  return { next, cancel: (reason) => reader.cancel(reason) }
}

/** Collects all bytes; `tooMany` is what is thrown where they are more than `maxBytes`. */
export async function collectBytes({ next }: Source, maxBytes: number, tooMany: () => Error): Promise<Bytes> {
  const collected = new ByteCollector()
  for (let piece = await next(); piece; piece = await next()) {
    collected.add(piece)
    if (collected.length > maxBytes) throw tooMany()
  }
  return collected.take()
}

/** The failure of a file that is larger than allowed. */
export function tooLarge(sentences: string): FetchError {
  return new FetchError('RESPONSE_TOO_LARGE', sentences)
}
