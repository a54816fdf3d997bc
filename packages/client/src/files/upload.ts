import { createNonce } from '@wechatpay-kit/crypto'
import { copyOwn } from '@wechatpay-kit/transport-fetch'
import { describeBadText, serialize } from '../call/json.ts'
import { type CallOptions, type CheckedOptions, type GivenOptions, readCallOptions } from '../call/options.ts'
import { checkCiphertexts } from '../call/prepare/encrypt.ts'
import { readHeaders } from '../call/prepare/headers.ts'
import { findNamedPlaces, findPlainPlaces, refusePlainPlaces } from '../call/prepare/plain-fields.ts'
import { buildCall, chooseKey, type PreparedCall } from '../call/prepare/prepare.ts'
import type { Router } from '../call/prepare/router.ts'
import { encodeQuery, listTellingValues } from '../call/prepare/target.ts'
import type { Settings } from '../call/settings.ts'
import { isTelling, redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'
import { checkCaller } from '../keys/merchant.ts'
import { listFieldValues, listPlaces } from '../operation/request.ts'

/** Options of an upload. */
export interface UploadOptions extends CallOptions {
  /** The file; a `File` brings its name along. */
  readonly file: Blob
  /**
   * The JSON that is signed in place of the file, as the endpoint documents it. Default: `{ filename, sha256 }` of the
   * file. A `sha256` given here must be the file's.
   */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

const OPTIONS = [
  'file',
  'meta',
  'query',
  'params',
  'headers',
  'signal',
  'timeout',
  'idempotent',
  'plainFields',
  'validation',
]

/** Copies the options of an upload; refuses those that it does not take. */
export const readUploadOptions = (given: GivenOptions): CheckedOptions => readCallOptions(given, OPTIONS, 'an upload')

/** Prepares an upload: `meta` alone is signed. */
export async function prepareUpload(
  path: string,
  file: UploadOptions['file'],
  meta: UploadOptions['meta'],
  options: CheckedOptions,
  settings: Settings,
  router: Router,
): Promise<PreparedCall> {
  const type = readMediaType(file)
  if (meta !== undefined && (typeof meta !== 'object' || meta === null)) refuse('meta', 'must be an object')
  checkCaller(path, settings.merchant)
  const { filled, operation } = router.find('POST', path, options['params'], options.validation === 'off')
  if (operation) refuse('path', 'is an operation that takes JSON, not a file')
  const { headers, chosenId } = readHeaders(options['headers'])
  const own = copyOwn(meta)
  const filename = own['filename'] ?? own['file_name'] ?? (file as File).name
  if (typeof filename !== 'string' || filename === '' || describeBadText(filename, 'line'))
    refuse('meta.filename', 'must be the file’s name; a File brings its own along')

  // Before anything is awaited: afterwards their owner may change them.
  const givenHash = own['sha256']
  const givenMeta = meta && serialize(meta, 'meta')
  const target = filled + encodeQuery(options['query'])
  const body: unknown = givenMeta === undefined ? undefined : JSON.parse(givenMeta)
  const names = router.listSensitiveNames()
  const named = findNamedPlaces(listPlaces({ meta: body, query: options['query'] }), names)
  const plain = findPlainPlaces(named, options.plainFields)
  if (chosenId === undefined) refusePlainPlaces(plain, names, 'correct the path, use defineOperation')
  const sensitiveValues = [
    ...named.map(({ value }) => String(value)).filter(isTelling),
    ...listTellingValues(options['params']),
    ...listTellingValues(options['query']),
  ]

  const key = await chooseKey(chosenId, settings.platformKeys)
  checkCiphertexts(listFieldValues(plain), key, 'list the name in plainFields')
  const bytes = await readFile(file)
  const sha256 = await digest(bytes)
  if (givenHash !== undefined && String(givenHash).toLowerCase() !== sha256)
    refuse('meta.sha256', 'is not that of the file')
  const signedBody = givenMeta ?? serialize({ filename, sha256 }, 'meta')
  const boundary = createNonce()
  return buildCall(
    {
      method: 'POST',
      path,
      target,
      body: await writeForm(boundary, signedBody, filename, type, bytes),
      signedBody,
      contentType: `multipart/form-data; boundary=${boundary}`,
      headers,
      sensitiveValues,
      isIdempotent: options.idempotent,
    },
    settings,
    key,
  )
}

/** Media type (RFC 9110, section 8.3.1), as it may stand in the form. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;[ -~]*)?$/

/** Reads the media type of a file, and refuses what is none. A file of another library is no instance of this `Blob`. */
function readMediaType(file: Blob): string {
  const { arrayBuffer, size, type } = Object(file) as Partial<Blob>
  if (typeof arrayBuffer !== 'function' || typeof size !== 'number' || typeof type !== 'string')
    refuse('file', 'must be a Blob or a File; of a Response, await its blob()')
  if (type !== '' && !MEDIA_TYPE.test(type)) refuse('file.type', 'must be a media type, such as image/png, or empty')
  return type
}

/** Reads the file, once: the bytes that are hashed are the bytes that are sent. */
async function readFile(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    refuse('file', 'cannot be read (see cause); open it again', { cause: redactError(error) })
  }
}

/** Writes the form: by hand, because `FormData` would choose the bytes of the part that is signed. */
async function writeForm(
  boundary: string,
  meta: string,
  filename: string,
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const form = new Blob([
    `--${boundary}\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n${meta}\r\n`,
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename.replaceAll('"', '%22')}"\r\n`,
    `Content-Type: ${type || 'application/octet-stream'}\r\n\r\n`,
    bytes,
    `\r\n--${boundary}--\r\n`,
  ])
  return new Uint8Array(await form.arrayBuffer())
}

async function digest(file: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', file))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
