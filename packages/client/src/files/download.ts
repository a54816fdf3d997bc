import { copyOwn, startDeadline } from '@wechatpay-kit/transport-fetch'
import { prepareWithin } from '../call/call.ts'
import { type GivenOptions, readCallOptions } from '../call/options.ts'
import { judge } from '../call/outcome/outcome.ts'
import { PLAIN_GET, type PreparedCall, prepareCall } from '../call/prepare/prepare.ts'
import type { Router } from '../call/prepare/router.ts'
import { listSentValues } from '../call/prepare/target.ts'
import type { Settings } from '../call/settings.ts'
import { refuse } from '../errors/validation.ts'
import { checkCaller } from '../keys/merchant.ts'
import type { AttemptDownload } from './attempt-download.ts'
import type { FileSteps, OpenFile } from './file.ts'
import { locate, readPath } from './location.ts'
import type { DownloadOptions, StatementPath } from './options.ts'

/** Options of a path; a URL is called as it is. */
const PATH_OPTIONS = ['params', 'query', 'headers', 'plainFields']
const OPTIONS = ['hash', 'encryption', 'gunzip', 'maxBytes', 'maxUnpackedBytes', ...PATH_OPTIONS, 'signal', 'timeout']
/** Factor by which a file may grow by default when it is unpacked: of 1 GiB to 16 GiB, where WeChat Pay splits bills. */
const UNPACKED_RATIO = 16

/** Paths of statements (对账单), whose headers hold the hash of the file, signed. */
const STATEMENTS: readonly string[] = ['v3/global/statements', 'hk/v3/statements'] satisfies StatementPath[]

/** Downloads a file, which the protocol leaves unsigned: its stream fails at the end if the hash is not the published one. */
export async function downloadFile(
  url: string,
  options: DownloadOptions,
  settings: Settings,
  router: Router,
): Promise<Response> {
  const own = readCallOptions({ ...options }, OPTIONS, 'a download')
  const { signal, timeout = 300_000 } = own
  const path = readPath(url)
  const [origin = ''] = path === undefined ? [] : settings.findBaseUrls(`/${path}`)
  const location = path === undefined ? locate(url, settings.findBaseUrls) : new URL(origin)
  const steps = readSteps(own, path ?? location.pathname.slice(1))
  if (path === undefined) checkCaller(location.pathname.slice(1), settings.merchant)
  const baseUrls = [location.origin]
  // Not closed when the response is there: its body is still to be read.
  const deadline = startDeadline(timeout, signal)
  const prepareGet = async (): Promise<PreparedCall> => {
    if (path === undefined) return prepareUrl(location, own, settings)
    const call = await prepareCall('GET', path, own, settings, router, deadline, 'download')
    return { ...call, headers: { ...call.headers, Accept: '*/*' } }
  }
  try {
    const { call, openFile, attemptDownload } = await prepareWithin(
      deadline,
      prepareDownload(prepareGet, steps, settings),
    )
    return await settings.attempts.make(
      call,
      { ...settings, findBaseUrls: () => baseUrls },
      deadline,
      (host) => attemptDownload(call, host, settings, deadline, steps),
      async (response) =>
        'signed' in response ? (await judge(response, call, settings)).makeResponse() : openFile(response, deadline),
    )
  } catch (error) {
    deadline.close()
    throw error
  }
}

/** Reads the options that say what is done to the file, as they are at the call. */
function readSteps(options: DownloadOptions, path: string): FileSteps {
  const isSigned = options.hash === undefined && STATEMENTS.includes(path)
  const { hash, encryption, gunzip = false, maxBytes = encryption === undefined ? 2 ** 30 : 2 ** 27 } = options
  if (encryption !== undefined && (typeof encryption !== 'object' || encryption === null))
    refuse('encryption', 'must be { encrypt_key, nonce }, as they stand beside the download_url')
  if (typeof gunzip !== 'boolean') refuse('gunzip', 'must be true or false')
  if (!(maxBytes > 0)) refuse('maxBytes', 'must be a positive number of bytes')
  const { maxUnpackedBytes = maxBytes * UNPACKED_RATIO } = options
  if (!(maxUnpackedBytes > 0)) refuse('maxUnpackedBytes', 'must be a positive number of bytes')
  return {
    hash: isSigned ? 'signed' : typeof hash === 'object' && hash !== null ? copyOwn(hash) : hash,
    encryption: encryption && copyOwn(encryption),
    maxBytes,
    maxUnpackedBytes: gunzip ? maxUnpackedBytes : undefined,
  }
}

/** Prepares the call, as its options are now, and the steps of its file; whoever downloads nothing does not carry those. */
async function prepareDownload(
  prepareGet: () => Promise<PreparedCall>,
  steps: FileSteps,
  { merchant }: Settings,
): Promise<{ readonly call: PreparedCall; readonly openFile: OpenFile; readonly attemptDownload: AttemptDownload }> {
  const [call, { attemptDownload, prepareFile }] = await Promise.all([prepareGet(), import('../on-demand.ts')])
  return { call, openFile: await prepareFile(steps, merchant), attemptDownload }
}

/** The URL was published whole and is called as it is; events name its path alone, because the query holds a token. */
async function prepareUrl(location: URL, options: GivenOptions, settings: Settings): Promise<PreparedCall> {
  for (const name of PATH_OPTIONS) {
    if (options[name] !== undefined) refuse(name, 'is for a path such as v3/bill/file: a URL is called as it is')
  }
  const { pathname, search, searchParams } = location
  const { id } = await settings.platformKeys.current()
  const target = pathname + search
  return {
    ...PLAIN_GET,
    path: pathname.slice(1),
    target,
    headers: { Accept: '*/*', 'User-Agent': settings.userAgent, 'Wechatpay-Serial': id },
    sensitiveValues: [...searchParams.values(), ...listSentValues(target)],
  }
}
