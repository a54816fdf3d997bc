import { type Bytes, createResponseWithin, type Deadline, FetchError } from '@wechatpay-kit/transport-fetch'
import { IntegrityError } from '../errors/call-errors.ts'
import type { SignatureError } from '../errors/signature.ts'
import { refuse } from '../errors/validation.ts'
import type { CallerKeys } from '../keys/merchant.ts'
import { createDecryption, type FileEncryption } from './encryption.ts'
import { createHasher, type FileHash, type Hasher, startHasher } from './hash.ts'
import { readCopies, type Source, tooLarge } from './source.ts'

/** A file that is coming in. */
export interface IncomingFile {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly signatureError: SignatureError | undefined
  readonly sensitiveValues: readonly string[]
  readonly body: ReadableStream<Bytes>
  /** Its SHA-1 as it was signed, of a statement alone. */
  readonly signedHash?: string | undefined
  /** Explains a failure while the body is read. */
  readonly explain: (error: unknown) => Error
}

/** Everything that is done to a file between the network and the caller. */
export interface FileSteps {
  /** The published hash; `'signed'` where the response brings it along. */
  readonly hash: FileHash | 'unchecked' | 'signed'
  readonly encryption: FileEncryption | undefined
  /** Largest file as it travels, for one that is decrypted; any other is counted by its transport. */
  readonly maxBytes: number
  /** Unpacks the file, to at most so many bytes. */
  readonly maxUnpackedBytes: number | undefined
}

/** Opens a file that is coming in. */
export type OpenFile = (file: IncomingFile, deadline: Deadline) => Response

/** Bytes that are unpacked at once. gzip makes up to a thousand times as many of them, and some runtimes hand them over in one piece. */
const PACKED_PIECE = 2 ** 14

const NOT_GZIP =
  'The file cannot be unpacked: it is not gzip, or it broke off. Leave gunzip out unless tar_type=GZIP was asked for.'

/** Prepares the steps of a file; refuses those that no file could pass. */
export async function prepareFile(steps: FileSteps, merchant: CallerKeys): Promise<OpenFile> {
  const { hash, encryption, maxBytes, maxUnpackedBytes } = steps
  if (maxUnpackedBytes !== undefined && typeof DecompressionStream === 'undefined')
    refuse('gunzip', 'needs DecompressionStream, which this runtime does not have; ask for the file without tar_type')
  const hasher = await (hash === 'signed' ? startHasher('SHA1') : createHasher(hash))
  let decrypt: ((source: Source, maxBytes: number) => Source) | undefined
  if (encryption !== undefined) {
    decrypt = await createDecryption(encryption, merchant)
  }
  return (file, deadline) => {
    const received = readCopies(file.body)
    const plain = decrypt ? decrypt(received, maxBytes) : received
    const unpacked = maxUnpackedBytes === undefined ? plain : unpack(plain, maxUnpackedBytes)
    return respond(checkHash(unpacked, hasher, file.signedHash), file, deadline)
  }
}

/** Makes the response of a file, whose steps are gone as it is read. */
function respond(source: Source, { status, headers, explain }: IncomingFile, deadline: Deadline): Response {
  const contentType = headers['content-type'] ?? 'application/octet-stream'
  return createResponseWithin(deadline, source, (error) => (error instanceof IntegrityError ? error : explain(error)), {
    status,
    headers: { 'Content-Type': contentType },
  })
}

/** Unpacks gzip; throws as soon as it becomes too much. */
function unpack(packed: Source, maxBytes: number): Source {
  let rest: Bytes | undefined = new Uint8Array()
  let failure: unknown
  const pieces = new ReadableStream<Bytes>(
    {
      type: undefined, // written out, because runtimes look for it on Object.prototype too
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
    if (unpackedBytes > maxBytes)
      throw tooLarge(
        `The file is larger than ${maxBytes} bytes when it is unpacked. If that is expected, raise maxUnpackedBytes.`,
      )
    return value
  }
  return { next, cancel: (reason) => Promise.allSettled([reader.cancel(reason), packed.cancel(reason)]) }
}

/** Hashes bytes as they come, and gives the last of them only after the hash was checked. */
function checkHash({ next, cancel }: Source, hasher: Hasher | undefined, published: string | undefined): Source {
  let held: Bytes | undefined
  let isChecked = false
  const nextChecked = async () => {
    while (!isChecked) {
      const ready = held
      held = await next()
      if (held) hasher?.update(held)
      else hasher?.check(published)
      isChecked = held === undefined
      if (ready) return ready
    }
    return undefined
  }
  return { next: nextChecked, cancel }
}
