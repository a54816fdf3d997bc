import { type Bytes, FetchError } from '@wechatpay-kit/transport-fetch'

/** Bytes that come piece by piece; each step between the network and the caller takes those of the one before it. */
export interface Source {
  /** Gives the next bytes, `undefined` at the end. */
  readonly next: () => Promise<Bytes | undefined>
  /** Drops whatever has not come yet. */
  readonly cancel: (reason: unknown) => Promise<unknown>
}

/** Reads copies of a body's pieces: a transport may write into its own bytes after they were hashed. */
export function readCopies(body: ReadableStream<Bytes>): Source {
  const reader = body.getReader()
  const next = async () => {
    const { value } = await reader.read()
    return value && new Uint8Array(value)
  }
  return { next, cancel: (reason) => reader.cancel(reason) }
}

/**
 * Collects all bytes in one array that grows with them: a list of pieces would take far more where each is one byte.
 * `tooMany` is what is thrown where they are more than `maxBytes`.
 */
export async function collectBytes({ next }: Source, maxBytes: number, tooMany: () => Error): Promise<Bytes> {
  let bytes = new Uint8Array(2 ** 14)
  let length = 0
  for (let piece = await next(); piece; piece = await next()) {
    const end = length + piece.length
    if (end > maxBytes) throw tooMany()
    if (end > bytes.length) {
      const larger = new Uint8Array(Math.max(end, Math.min(2 * bytes.length, maxBytes)))
      larger.set(bytes.subarray(0, length))
      bytes = larger
    }
    bytes.set(piece, length)
    length = end
  }
  return bytes.subarray(0, length)
}

/** The failure of a file, or of a response in its place, that is larger than allowed. */
export function tooLarge(sentences: string): FetchError {
  return new FetchError('RESPONSE_TOO_LARGE', sentences)
}
