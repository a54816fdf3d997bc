import { createNonce } from '@wechatpay-kit/crypto'
import type { CallOptions } from './chain.ts'
import { describeBadText } from './characters.ts'
import { refuse } from './errors.ts'
import { serialize } from './json.ts'
import { type PreparationContext, type PreparedCall, prepareCall } from './prepare.ts'

/** What an upload takes. */
export interface UploadOptions extends CallOptions {
  /** The file; a `File` brings its name along. */
  readonly file: Blob
  /**
   * What is signed in place of the file, as the endpoint documents it. Default: `{ filename, sha256 }` of the file. A
   * `sha256` given here must be the file's.
   */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/** An upload that is ready to be signed and sent: `meta` alone is signed. */
export async function prepareUpload(
  path: string,
  { file, meta, ...options }: UploadOptions,
  context: PreparationContext,
): Promise<PreparedCall> {
  if (typeof file?.arrayBuffer !== 'function') refuse('file', 'must be a Blob or a File')
  if (meta !== undefined && (typeof meta !== 'object' || meta === null)) refuse('meta', 'must be an object')
  const prepared = await prepareCall('POST', path, options, context)
  if (prepared.operation) refuse('path', 'is an operation that takes JSON, not a file')

  const filename = meta?.['filename'] ?? meta?.['file_name'] ?? (file as File).name
  if (typeof filename !== 'string' || filename === '' || describeBadText(filename, 'line'))
    refuse('meta.filename', 'must be the file’s name; a File brings its own along')
  const sha256 = await digest(file)
  const { sha256: given = sha256 } = meta ?? {}
  if (String(given).toLowerCase() !== sha256) refuse('meta.sha256', 'is not that of the file')
  const signedBody = serialize(meta ?? { filename, sha256 }, () => {})

  const boundary = createNonce()
  const body = new Blob([
    `--${boundary}\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n${signedBody}\r\n`,
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename.replaceAll('"', '%22')}"\r\n`,
    `Content-Type: ${file.type || 'application/octet-stream'}\r\n\r\n`,
    file,
    `\r\n--${boundary}--\r\n`,
  ])
  return {
    ...prepared,
    signedBody,
    body: new Uint8Array(await body.arrayBuffer()),
    headers: { ...prepared.headers, 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  }
}

async function digest(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
