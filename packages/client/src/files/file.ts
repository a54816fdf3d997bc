import type { SignatureError } from '@wechatpay-kit/crypto'
import { type Bytes, createStreamResponse, type Deadline, FetchError } from '@wechatpay-kit/transport-fetch'
import { IntegrityError } from '../errors/call-errors.ts'
import type { Hasher } from './hash.ts'

/** A file that is coming in. */
export interface IncomingFile {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly signatureError: SignatureError
  readonly body: ReadableStream<Bytes>
  /** Explains a failure while the body is read. */
  readonly explain: (error: unknown) => Error
}

/** Bytes that come piece by piece; each step between the network and the caller takes those of the one before it. */
interface Source {
  /** Gives the next bytes, `undefined` at the end. */
  readonly next: () => Promise<Bytes | undefined>
  /** Drops whatever has not come yet. */
  readonly cancel: (reason: unknown) => Promise<unknown>
}

/** The steps of a file between the network and the caller. */
export interface FileSteps {
  /** Unpacks the file, to at most so many bytes. */
  readonly maxUnpackedBytes: number | undefined
  readonly hasher: Hasher | undefined
}

/** Bytes that are unpacked at once. gzip makes up to a thousand times as many of them, and some runtimes hand them over in one piece. */
const PACKED_PIECE = 2 ** 14

const NOT_GZIP =
  'The file cannot be unpacked: it is not gzip, or it broke off. Leave gunzip out unless tar_type=GZIP was asked for.'

/** Makes the response of a file, which is unpacked and checked while it is read. */
export function openFile(file: IncomingFile, { maxUnpackedBytes, hasher }: FileSteps, deadline: Deadline): Response {
  const { status, headers, explain } = file
  const received = readCopies(file.body)
  const plain = maxUnpackedBytes === undefined ? received : unpack(received, maxUnpackedBytes)
  const { next, cancel } = checkHash(plain, hasher)
  const nextOrEnd = async () => {
    try {
      const bytes = await next()
      if (!bytes) deadline.close()
      return bytes
    } catch (error) {
      const explained = error instanceof IntegrityError ? error : explain(error)
      cancel(explained).catch(() => {})
      deadline.close()
      throw explained
    }
  }
  const cancelAll = (reason: unknown) => {
    deadline.close(reason)
    return cancel(reason)
  }
  const contentType = headers['content-type'] ?? 'application/octet-stream'
  return createStreamResponse(nextOrEnd, cancelAll, { status, headers: { 'Content-Type': contentType } })
}

/** Reads copies of a body's pieces: a transport may write into its own bytes after they were hashed. */
function readCopies(body: ReadableStream<Bytes>): Source {
  const reader = body.getReader()
  const next = async () => {
    const { value } = await reader.read()
    return value && new Uint8Array(value)
  }
  return { next, cancel: (reason) => reader.cancel(reason) }
}

/** Unpacks gzip; throws as soon as it becomes too much. */
function unpack(packed: Source, maxBytes: number): Source {
  let rest: Bytes | undefined = new Uint8Array()
  let failure: unknown
  const pieces = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          while (rest?.length === 0) rest = await packed.next()
        } catch (error) {
          failure = error
          throw error
        }
        if (!rest) return controller.close()
        controller.enqueue(rest.subarray(0, PACKED_PIECE))
        rest = rest.subarray(PACKED_PIECE)
      },
    },
    { highWaterMark: 0 },
  )
  const reader = pieces.pipeThrough(new DecompressionStream('gzip')).getReader()
  let unpackedBytes = 0
  const next = async () => {
    const { value } = await reader.read().catch((cause: unknown) => {
      throw failure ?? new FetchError('NETWORK_FAILED', NOT_GZIP, { cause })
    })
    unpackedBytes += value?.length ?? 0
    if (unpackedBytes > maxBytes) {
      const message = `The file is larger than ${maxBytes} bytes when it is unpacked. If that is expected, raise maxUnpackedBytes.`
      throw new FetchError('RESPONSE_TOO_LARGE', message)
    }
    return value
  }
  return { next, cancel: (reason) => Promise.allSettled([reader.cancel(reason), packed.cancel(reason)]) }
}

/** Hashes bytes as they come, and gives the last of them only after the hash was checked. */
function checkHash({ next, cancel }: Source, hasher: Hasher | undefined): Source {
  let held: Bytes | undefined
  let isChecked = false
  const nextChecked = async () => {
    while (!isChecked) {
      const ready = held
      held = await next()
      if (held) hasher?.update(held)
      else hasher?.check()
      isChecked = held === undefined
      if (ready) return ready
    }
    return undefined
  }
  return { next: nextChecked, cancel }
}
