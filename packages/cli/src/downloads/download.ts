import { type DownloadOptions, ValidationError } from '@wechatpay-kit/client'
import { openClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { UsageError } from '../errors.ts'
import { withSignal } from '../signal.ts'
import { readBody, saveBytes } from './save.ts'

/** Options of the command `download`. */
export interface DownloadCommandOptions {
  readonly hash?: string
  readonly unchecked?: true
  readonly gunzip?: true
  readonly out?: string
}

/** Downloads a file, and checks its hash. */
export async function download(url: string, options: DownloadCommandOptions, context: CommandContext): Promise<void> {
  const { gunzip = false, out } = options
  const hash = readHash(options)
  const { wxpay } = await openClient(context)
  await withSignal(context.signal, async (signal) => {
    // A statement alone brings its hash along, which the client knows.
    const options = hash === undefined ? { gunzip, signal } : { hash, gunzip, signal }
    const response = await wxpay.download(url, options as DownloadOptions).catch((error: unknown) => {
      throw isAboutHash(error) && hash === undefined ? new UsageError(HASH_WANTED) : error
    })
    const { chunks, total } = readBody(response)
    await saveBytes(chunks, { out, label: 'download', total: gunzip ? undefined : total }, context)
  })
}

const HASH_WANTED = 'Give the published hash, such as --hash SHA1:79bb0f45…, or --unchecked where nobody publishes one.'

function isAboutHash(error: unknown): boolean {
  return error instanceof ValidationError && error.issues.some(({ field }) => field === 'hash')
}

/** Reads the published hash: `SHA1:…`, as `hash_type` and `hash_value` of a response say it; `undefined` where none is given. */
function readHash({ hash, unchecked }: DownloadCommandOptions): DownloadOptions['hash'] | undefined {
  if (hash !== undefined && unchecked) throw new UsageError(HASH_WANTED)
  if (hash === undefined) return unchecked ? 'unchecked' : undefined
  const [, type, value] = /^(\w+):([0-9a-f]+)$/i.exec(hash) ?? []
  if (type === undefined || value === undefined)
    throw new UsageError('--hash is hash_type and hash_value with a colon between them: SHA1:79bb0f45….')
  return { type: type.toUpperCase(), value }
}
