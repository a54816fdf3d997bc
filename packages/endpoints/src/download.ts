import { SignatureError } from '@wechatpay-kit/crypto'
import { type Bytes, createFetchTransport, createStreamResponse, FetchError } from '@wechatpay-kit/transport-fetch'
import { checkCallOptions } from './call-options.ts'
import { IntegrityError, refuse } from './errors.ts'
import { type AttemptContext, type Attempted, createHosts, type ExecutionContext, executeCall } from './execute.ts'
import { type Limits, withLimits } from './limits.ts'
import { concludeCall } from './outcome.ts'
import { type PreparationContext, type PreparedCall, prepareCall } from './prepare.ts'
import { type AttemptBounds, explain, signCall } from './send.ts'

/** The hash of a file that a verified answer published: `{ type: bill.hash_type, value: bill.hash_value }`. */
export interface FileHash {
  readonly type: 'SHA1' | 'SHA256'
  /** Hexadecimal, in any case. */
  readonly value: string
}

/** What a download takes. */
export interface DownloadOptions {
  /**
   * The published hash. `'unpublished'` only for the pictures under `v3/merchant-service/images`, which have none: then
   * TLS alone vouches for the file.
   */
  readonly hash: FileHash | 'unpublished'
  /** Whether the file was asked for with `tar_type=GZIP`: the hash is that of the file inside. Default: `false`. */
  readonly gunzip?: boolean | undefined
  /** Largest file in bytes as it travels. Default: 1 073 741 824 (1 GiB). */
  readonly maxBytes?: number | undefined
  /** Aborts the download. */
  readonly signal?: AbortSignal | undefined
  /** Deadline of the whole download in milliseconds, reading included. Default: 300 000. */
  readonly timeout?: number | undefined
}

const OPTIONS = ['hash', 'gunzip', 'maxBytes', 'signal', 'timeout']
/** WeChat Pay's own hosts: nobody else gets the merchant's signature. */
const OWN_HOST = /(^|\.)(mch\.weixin\.qq\.com|wechatpay\.cn)$/
/** Files without a published hash. */
const UNPUBLISHED = /^\/v3\/(global\/)?merchant-service\/images\/./

/** Downloads a file, which the protocol leaves unsigned: the stream fails at its end if the hash is not the published one. */
export async function downloadFile(
  url: string,
  options: DownloadOptions,
  preparation: PreparationContext,
  context: ExecutionContext,
): Promise<Response> {
  checkCallOptions({ ...options }, OPTIONS)
  const { hash, gunzip = false, maxBytes = 2 ** 30, signal, timeout = 300_000 } = options
  if (typeof gunzip !== 'boolean') refuse('gunzip', 'must be true or false')
  if (!(maxBytes > 0)) refuse('maxBytes', 'must be a positive number of bytes')
  const location = locate(url, context.hosts.baseUrls)
  const hasher = await createHasher(hash, location)
  return withLimits(timeout, signal, async (limits) => {
    const prepared = await limits.race(prepareCall('GET', 'v3/file', {}, preparation)).catch((error: unknown) => {
      if (!(error instanceof FetchError)) throw error
      throw explain(new FetchError(error.code, error.message), { isIdempotent: true, secrets: [] }, 'not-sent')
    })
    // The URL was published whole and is called as it is; events name its path alone, because the query holds a token.
    const call = {
      ...prepared,
      path: location.pathname.slice(1),
      target: location.pathname + location.search,
      headers: { ...prepared.headers, Accept: '*/*' },
      secrets: [...location.searchParams.values()],
    }
    const hosts = createHosts([location.origin])
    return executeCall(call, { ...context, hosts }, limits, signal, (...attempt) =>
      attemptDownload({ gunzip, maxBytes, hasher }, ...attempt),
    )
  })
}

/** An attempt whose answer is a file; an error comes as JSON, like any other. */
async function attemptDownload(
  { gunzip, maxBytes, hasher }: { gunzip: boolean; maxBytes: number; hasher: Hasher | undefined },
  call: PreparedCall,
  context: AttemptContext,
  limits: Limits,
  { signal }: AttemptBounds,
): Promise<Attempted<Response>> {
  const { url, request, signedMessage, fail } = await signCall(call, context, limits, signal)
  const bounds = { transport: context.transport, timeout: limits.remaining(), maxResponseBytes: maxBytes }
  const failing = (error: unknown): never => {
    throw fail(error)
  }
  const response = await createFetchTransport(bounds)(url, request).catch(failing)
  const { status } = response
  const headers = Object.fromEntries(response.headers)
  if (!response.ok) {
    const body = new Uint8Array(await response.arrayBuffer().catch(failing))
    const answer = { status, headers, body, distrust: UNSIGNED, signedMessage }
    return { status, headers, verified: false, conclude: () => concludeCall(answer, call, context).response }
  }
  const body = response.body ?? new Blob([]).stream()
  const { next, cancel } = readChecked(gunzip ? body.pipeThrough(new DecompressionStream('gzip')) : body, hasher, fail)
  const contentType = headers['content-type'] ?? 'application/octet-stream'
  const conclude = () => createStreamResponse(next, cancel, { status, headers: { 'Content-Type': contentType } })
  return { status, headers, verified: false, conclude }
}

/** An error answer to a download is not verified; it is an error all the same. */
const UNSIGNED = new SignatureError('SIGNATURE_HEADER_MISSING', 'Answers to downloads are unsigned.')

function locate(url: string, baseUrls: readonly string[]): URL {
  const text = typeof url === 'string' && /^\/?v3\//.test(url) ? `${baseUrls[0]}/${url.replace(/^\//, '')}` : url
  const location = URL.canParse(text) ? new URL(text) : refuse('url', 'must be a URL, or a path from v3/')
  const isOwn = location.protocol === 'https:' && OWN_HOST.test(location.hostname) && location.port === ''
  if (!isOwn && !baseUrls.includes(location.origin))
    refuse('url', 'must be on a host of WeChat Pay’s or of baseUrls: nobody else gets the merchant’s signature')
  if (location.username || location.password || location.hash) refuse('url', 'must have no credentials and no fragment')
  if (!location.pathname.startsWith('/v3/')) refuse('url', 'must be a v3 URL')
  return location
}

interface Hasher {
  update(bytes: Uint8Array): unknown
  /** Throws if the hash is not the published one. */
  check(): void
}

async function createHasher(hash: DownloadOptions['hash'], { pathname }: URL): Promise<Hasher | undefined> {
  if (hash === 'unpublished') {
    if (!UNPUBLISHED.test(pathname)) refuse('hash', 'is published for this file; give its type and value')
    return undefined
  }
  const { type, value } = Object(hash) as Partial<FileHash>
  const length = { SHA1: 40, SHA256: 64 }[String(type)]
  if (length === undefined) refuse('hash.type', 'must be SHA1 or SHA256')
  if (typeof value !== 'string' || value.length !== length || !/^[0-9a-f]+$/i.test(value))
    refuse('hash.value', `must be ${length} hexadecimal digits, as published`)
  // WebCrypto hashes no streams. Loaded here, so that only those who download carry it.
  const create =
    type === 'SHA1' ? (await import('@noble/hashes/legacy.js')).sha1 : (await import('@noble/hashes/sha2.js')).sha256
  const digest = create.create()
  return {
    update: (bytes) => digest.update(bytes),
    check() {
      const found = Array.from(digest.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('')
      if (found !== value.toLowerCase()) throw new IntegrityError(type as FileHash['type'])
    },
  }
}

/** The file's bytes as they come; the last of them only after the hash was checked. */
function readChecked(
  body: ReadableStream<Bytes>,
  hasher: Hasher | undefined,
  fail: (error: unknown) => Error,
): { next: () => Promise<Bytes | undefined>; cancel: (reason: unknown) => Promise<void> } {
  const reader = body.getReader()
  let held: Bytes | undefined
  let isChecked = false
  const next = async () => {
    try {
      while (!isChecked) {
        const { done, value } = await reader.read()
        const ready = held
        // A copy: a transport may write into its own bytes after they were hashed.
        held = value && new Uint8Array(value)
        if (held) hasher?.update(held)
        if (done) hasher?.check()
        isChecked = done
        if (ready) return ready
      }
      return undefined
    } catch (error) {
      const explained = error instanceof IntegrityError ? error : fail(error)
      reader.cancel(explained).catch(() => {})
      throw explained
    }
  }
  return { next, cancel: (reason) => reader.cancel(reason) }
}
