import { copyOwn, createFetchTransport, type Deadline, startDeadline } from '@wechatpay-kit/transport-fetch'
import { type AttemptedResponse, MAX_ERROR_BYTES, signCall } from '../call/attempt/attempt.ts'
import { createHosts } from '../call/attempt/hosts.ts'
import { repeat } from '../call/attempt/repeat.ts'
import { prepareWithin } from '../call/call.ts'
import { readCallOptions } from '../call/options.ts'
import { judge } from '../call/outcome/outcome.ts'
import { buildCall, type PreparedCall } from '../call/prepare/prepare.ts'
import type { Settings } from '../call/settings.ts'
import { SignatureError } from '../errors/signature.ts'
import { refuse } from '../errors/validation.ts'
import { checkCaller } from '../keys/merchant.ts'
import { API_ROOT } from '../operation/operation.ts'
import type { FileEncryption } from './encryption.ts'
import type { FileSteps, IncomingFile, OpenFile } from './file.ts'
import type { FileHash } from './hash.ts'

/** Options of a download. */
export interface DownloadOptions {
  /**
   * The published hash; or `'unchecked'` where WeChat Pay publishes none, as for the pictures under
   * `v3/merchant-service/images`: then TLS alone vouches for the file.
   */
  readonly hash: FileHash | 'unchecked'
  /**
   * The encryption of the file: `encrypt_key` and `nonce` of the response, where they stand beside `download_url`. Its tag
   * is checked before anything is handed over, so the file stands in memory.
   */
  readonly encryption?: FileEncryption | undefined
  /** Whether the file was asked for with `tar_type=GZIP`: the hash is that of the file inside. Default: `false`. */
  readonly gunzip?: boolean | undefined
  /** Largest file in bytes as it travels. Default: 1 073 741 824 (1 GiB), with `encryption` 134 217 728 (128 MiB). */
  readonly maxBytes?: number | undefined
  /** With `gunzip`: largest file in bytes once it is unpacked. Default: 16 times `maxBytes`. */
  readonly maxUnpackedBytes?: number | undefined
  /** Aborts the download. */
  readonly signal?: AbortSignal | undefined
  /** Deadline of the whole download in milliseconds, reading included. Default: 300 000. */
  readonly timeout?: number | undefined
}

const OPTIONS = ['hash', 'encryption', 'gunzip', 'maxBytes', 'maxUnpackedBytes', 'signal', 'timeout']
/** How many times larger a file may become by default when it is unpacked: of 1 GiB 16 GiB, where WeChat Pay splits bills. */
const UNPACKED_RATIO = 16
/** WeChat Pay's own hosts: nobody else gets the merchant's signature. */
const OWN_HOST = /(^|\.)(mch\.weixin\.qq\.com|wechatpay\.cn)$/

/** Downloads a file, which the protocol leaves unsigned: its stream fails at the end if the hash is not the published one. */
export async function downloadFile(url: string, options: DownloadOptions, settings: Settings): Promise<Response> {
  const own = readCallOptions({ ...options }, OPTIONS, 'a download')
  const { signal, timeout = 300_000 } = own
  const steps = readSteps(own)
  const location = locate(url, settings.findHosts)
  checkCaller(location.pathname.slice(1), settings.merchant)
  const hosts = createHosts([location.origin])
  // Not closed when the response is there: its body is still to be read.
  const deadline = startDeadline(timeout, signal)
  try {
    const { call, openFile } = await prepareWithin(deadline, () => prepareDownload(location, steps, settings))
    return await repeat(
      call,
      { ...settings, findHosts: () => hosts },
      deadline,
      (host) => attemptDownload(call, host, settings, deadline, steps.maxBytes),
      (response) => ('signed' in response ? judge(response, call, settings).response : openFile(response, deadline)),
    )
  } catch (error) {
    deadline.close()
    throw error
  }
}

/** Reads the options that say what is done to the file, as they are at the call. */
function readSteps(options: DownloadOptions): FileSteps {
  const { hash, encryption, gunzip = false, maxBytes = encryption === undefined ? 2 ** 30 : 2 ** 27 } = options
  if (encryption !== undefined && (typeof encryption !== 'object' || encryption === null))
    refuse('encryption', 'must be { encrypt_key, nonce }, as they stand beside the download_url')
  if (typeof gunzip !== 'boolean') refuse('gunzip', 'must be true or false')
  if (!(maxBytes > 0)) refuse('maxBytes', 'must be a positive number of bytes')
  const { maxUnpackedBytes = maxBytes * UNPACKED_RATIO } = options
  if (!(maxUnpackedBytes > 0)) refuse('maxUnpackedBytes', 'must be a positive number of bytes')
  return {
    hash: typeof hash === 'object' && hash !== null ? copyOwn(hash) : hash,
    encryption: encryption && copyOwn(encryption),
    maxBytes,
    maxUnpackedBytes: gunzip ? maxUnpackedBytes : undefined,
  }
}

/** Prepares the call, and the steps of its file; whoever downloads nothing does not carry those. */
async function prepareDownload(
  location: URL,
  steps: FileSteps,
  settings: Settings,
): Promise<{ readonly call: PreparedCall; readonly openFile: OpenFile }> {
  const { prepareFile } = await import('./file.ts')
  const openFile = await prepareFile(steps, settings.merchant)
  return { call: await prepareCall(location, settings), openFile }
}

/** The URL was published whole and is called as it is; events name its path alone, because the query holds a token. */
async function prepareCall(location: URL, settings: Settings): Promise<PreparedCall> {
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
  const { url, request, signed, sensitiveValues, explain } = await signCall(call, host, settings, deadline)
  const { transport } = settings
  const bounds = { timeout: deadline.remaining(), maxResponseBytes, maxErrorBytes: MAX_ERROR_BYTES, deadline }
  const send = createFetchTransport({ transport, ...bounds })
  try {
    const response = await send(url, request)
    const { status, ok, body } = response
    const headers = Object.fromEntries(response.headers)
    const signatureError = new SignatureError('SIGNATURE_HEADER_MISSING', 'Responses to downloads are unsigned.')
    const shared = { headers, signatureError, sensitiveValues }
    // 204 and 205, of which no response with a stream can be made, are empty files like any other.
    if (ok) return { ...shared, status: body ? status : 200, body: body ?? new Blob([]).stream(), explain }
    return { ...shared, status, body: new Uint8Array(await response.arrayBuffer()), signed }
  } catch (error) {
    throw explain(error)
  }
}

function locate(url: string, findHosts: Settings['findHosts']): URL {
  const path = String(url).replace(/^\//, '')
  const text = API_ROOT.test(path) ? `${findHosts(`/${path}`).baseUrls[0]}/${path}` : url
  const location = URL.canParse(text) ? new URL(text) : refuse('url', 'must be a URL, or a path such as one from v3/')
  const isOwn = location.protocol === 'https:' && OWN_HOST.test(location.hostname) && location.port === ''
  if (!isOwn && !findHosts(location.pathname).baseUrls.includes(location.origin))
    refuse('url', 'must be on a host of WeChat Pay’s or of baseUrls: nobody else gets the merchant’s signature')
  if (location.username || location.password || location.hash) refuse('url', 'must have no credentials and no fragment')
  if (!API_ROOT.test(location.pathname.slice(1)))
    refuse(
      'url',
      'is no URL below /v3/, /hk/v3/, /global/v3/ or /brand/, and the merchant’s signature is for those alone; a file from there, such as an invoice, is fetched with a plain fetch',
    )
  return location
}
