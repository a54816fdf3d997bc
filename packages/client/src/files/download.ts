import { SignatureError } from '@wechatpay-kit/crypto'
import { createFetchTransport, type Deadline, startDeadline } from '@wechatpay-kit/transport-fetch'
import { type AttemptedResponse, signCall } from '../call/attempt/attempt.ts'
import { createHosts } from '../call/attempt/hosts.ts'
import { repeat } from '../call/attempt/repeat.ts'
import { prepareWithin } from '../call/call.ts'
import { readCallOptions } from '../call/options.ts'
import { judge } from '../call/outcome/outcome.ts'
import { buildCall, type PreparedCall } from '../call/prepare/prepare.ts'
import type { Settings } from '../call/settings.ts'
import { refuse } from '../errors/validation.ts'
import { type IncomingFile, openFile } from './file.ts'
import { createHasher, type FileHash } from './hash.ts'

/** Options of a download. */
export interface DownloadOptions {
  /**
   * The published hash; or `'unchecked'` where WeChat Pay publishes none, as for the pictures under
   * `v3/merchant-service/images`: then TLS alone vouches for the file.
   */
  readonly hash: FileHash | 'unchecked'
  /** Whether the file was asked for with `tar_type=GZIP`: the hash is that of the file inside. Default: `false`. */
  readonly gunzip?: boolean | undefined
  /** Largest file in bytes as it travels. Default: 1 073 741 824 (1 GiB). */
  readonly maxBytes?: number | undefined
  /** With `gunzip`: largest file in bytes once it is unpacked. Default: 16 times `maxBytes`. */
  readonly maxUnpackedBytes?: number | undefined
  /** Aborts the download. */
  readonly signal?: AbortSignal | undefined
  /** Deadline of the whole download in milliseconds, reading included. Default: 300 000. */
  readonly timeout?: number | undefined
}

const OPTIONS = ['hash', 'gunzip', 'maxBytes', 'maxUnpackedBytes', 'signal', 'timeout']
/** How many times larger a file may become by default when it is unpacked: of 1 GiB 16 GiB, where WeChat Pay splits bills. */
const UNPACKED_RATIO = 16
/** WeChat Pay's own hosts: nobody else gets the merchant's signature. */
const OWN_HOST = /(^|\.)(mch\.weixin\.qq\.com|wechatpay\.cn)$/

/** Downloads a file, which the protocol leaves unsigned: its stream fails at the end if the hash is not the published one. */
export async function downloadFile(url: string, options: DownloadOptions, settings: Settings): Promise<Response> {
  const own = readCallOptions({ ...options }, OPTIONS)
  const { hash, gunzip = false, maxBytes = 2 ** 30, signal, timeout = 300_000 } = own
  if (typeof gunzip !== 'boolean') refuse('gunzip', 'must be true or false')
  if (!(maxBytes > 0)) refuse('maxBytes', 'must be a positive number of bytes')
  const { maxUnpackedBytes = maxBytes * UNPACKED_RATIO } = own
  if (!(maxUnpackedBytes > 0)) refuse('maxUnpackedBytes', 'must be a positive number of bytes')
  const location = locate(url, settings.hosts.baseUrls)
  const hasher = await createHasher(hash)
  // Not closed when the response is there: its body is still to be read.
  const deadline = startDeadline(timeout, signal)
  try {
    const call = await prepareWithin(deadline, () => prepareDownload(location, settings))
    return await repeat(
      call,
      { ...settings, hosts: createHosts([location.origin]) },
      deadline,
      (host) => attemptDownload(call, host, settings, deadline, maxBytes),
      (response) => {
        if ('signed' in response) return judge(response, call, settings).response
        return openFile(response, { maxUnpackedBytes: gunzip ? maxUnpackedBytes : undefined, hasher }, deadline)
      },
    )
  } catch (error) {
    deadline.close()
    throw error
  }
}

/** The URL was published whole and is called as it is; events name its path alone, because the query holds a token. */
async function prepareDownload(location: URL, settings: Settings): Promise<PreparedCall> {
  const { pathname, search, searchParams } = location
  // As they are written too: an error that quotes the URL has them percent-encoded.
  const written = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
  return buildCall(
    {
      method: 'GET',
      path: pathname.slice(1),
      target: pathname + search,
      accept: '*/*',
      sensitiveValues: [...searchParams.values(), ...written].filter((value) => value !== ''),
    },
    settings,
    await settings.platformKeys.current(),
  )
}

/** Makes an attempt whose response is a file; an error comes as JSON, like any other. */
async function attemptDownload(
  call: PreparedCall,
  host: string,
  settings: Settings,
  deadline: Deadline,
  maxResponseBytes: number,
): Promise<IncomingFile | AttemptedResponse> {
  const { url, request, signed, explain } = await signCall(call, host, settings, deadline)
  const { transport } = settings
  const send = createFetchTransport({ transport, timeout: deadline.remaining(), maxResponseBytes, deadline })
  try {
    const response = await send(url, request)
    const { status, ok, body } = response
    const headers = Object.fromEntries(response.headers)
    const signatureError = new SignatureError('SIGNATURE_HEADER_MISSING', 'Responses to downloads are unsigned.')
    // 204 and 205, of which no response with a stream can be made, are empty files like any other.
    if (ok)
      return { status: body ? status : 200, headers, signatureError, body: body ?? new Blob([]).stream(), explain }
    return { status, headers, signatureError, body: new Uint8Array(await response.arrayBuffer()), signed }
  } catch (error) {
    throw explain(error)
  }
}

function locate(url: string, baseUrls: readonly string[]): URL {
  const text = typeof url === 'string' && /^\/?v3\//.test(url) ? `${baseUrls[0]}/${url.replace(/^\//, '')}` : url
  const location = URL.canParse(text) ? new URL(text) : refuse('url', 'must be a URL, or a path from v3/')
  const isOwn = location.protocol === 'https:' && OWN_HOST.test(location.hostname) && location.port === ''
  if (!isOwn && !baseUrls.includes(location.origin))
    refuse('url', 'must be on a host of WeChat Pay’s or of baseUrls: nobody else gets the merchant’s signature')
  if (location.username || location.password || location.hash) refuse('url', 'must have no credentials and no fragment')
  if (!location.pathname.startsWith('/v3/'))
    refuse(
      'url',
      'is not a v3 URL, and the merchant’s signature is for those alone; a file from there, such as an invoice, is fetched with a plain fetch',
    )
  return location
}
