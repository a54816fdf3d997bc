import { type Bytes, copyOwn, type Deadline } from '@wechatpay-kit/transport-fetch'
import { describeBadText, describeValue } from '../call/json.ts'
import { CALL_OPTIONS, type CheckedOptions, type GivenOptions, readCallOptions } from '../call/options.ts'
import { checkUse, copyObject, type PreparedCall, prepareCall } from '../call/prepare/prepare.ts'
import type { Router } from '../call/prepare/router.ts'
import type { Settings } from '../call/settings.ts'
import { redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'
import { type Operation, wordsOf } from '../operation/operation.ts'
import { validate } from '../operation/request.ts'
import type { FormField } from './form.ts'
import { copyMeta } from './meta.ts'

const OPTIONS = ['file', 'meta', 'fields', ...CALL_OPTIONS.filter((name) => name !== 'json')]

/** Copies the options of an upload; refuses those that it does not take. */
export const readUploadOptions = (given: GivenOptions): CheckedOptions => readCallOptions(given, OPTIONS, 'an upload')

/** Prepares an upload: `meta` alone is signed. */
export async function prepareUpload(
  path: string,
  options: CheckedOptions,
  settings: Settings,
  router: Router,
  deadline: Deadline,
): Promise<PreparedCall> {
  const { file, query, params, headers } = options as CheckedOptions & { readonly file: Blob }
  const type = readMediaType(file)
  const { operation } = router.find('POST', path, params, options.validation === 'off')
  checkUse(operation, 'upload')
  // Before anything is awaited: afterwards their owner may change them.
  const own = { ...options, query: copyObject(query), params: copyObject(params), headers: copyObject(headers) }
  const given = copyMeta(options['meta'], operation?.request)
  const fields = readFields(options['fields'], operation, options.validation)
  // An upload whose meta nobody describes is looked at like a call of an unknown path.
  const validation = operation && !operation.request ? 'off' : options.validation
  const bytes = await readFile(file)
  const { completeMeta, writeForm } = await import('../on-demand.ts')
  const { json, filename, nameField } = await completeMeta(given, operation, options, bytes)
  const problem = describeBadText(filename, 'line')
  if (problem) refuse(nameField, problem)
  const ready = copyOwn({ ...own, json, fields: Object.fromEntries(fields), validation } as CheckedOptions)
  const call = await prepareCall('POST', path, ready, settings, router, deadline, 'upload')
  const texts = [['meta', call.signedBody as string, 'application/json'] as const, ...fields]
  const { body, contentType } = await writeForm(texts, [operation?.form?.file ?? 'file', filename, type, bytes])
  return { ...call, body, headers: { ...call.headers, 'Content-Type': contentType } }
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
async function readFile(file: Blob): Promise<Bytes> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    refuse('file', 'cannot be read (see cause); open it again', { cause: redactError(error) })
  }
}

/** Reads the further parts of the form, which are texts; a number is written as JSON does. */
function readFields(given: unknown, operation: Operation | undefined, validation: 'off' | undefined): FormField[] {
  const schema = operation?.form?.fields
  const isValidated = validation !== 'off'
  if (isValidated && schema === undefined && given !== undefined) refuse('fields', 'are not taken by this upload')
  const values =
    isValidated && schema ? validate(schema, given ?? {}, 'fields', wordsOf(operation as Operation)) : given
  return Object.entries(values ?? {}).flatMap(([name, value]): FormField[] => {
    if (value === undefined) return []
    if (!/^[\w-]+$/.test(name)) refuse('fields', 'have a name that cannot be sent')
    const problem = /string|number|boolean/.test(typeof value)
      ? describeValue(value, 'text')
      : 'must be a text or a number'
    if (problem) refuse(`fields.${name}`, problem)
    return [[name, String(value), undefined]]
  })
}
