import { type Bytes, copyOwn, type Deadline } from '@wechatpay-kit/transport-fetch'
import { isTelling } from '../../errors/redact.ts'
import { refuse } from '../../errors/validation.ts'
import type { PlatformKey, PlatformKeys } from '../../keys/platform-keys.ts'
import type { HttpMethod, Operation } from '../../operation/operation.ts'
import { findSensitiveValues, validate } from '../../operation/request.ts'
import { serialize } from '../json.ts'
import type { CheckedOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { checkCiphertexts, encryptValues, type FieldValue, refuseIssues } from './encrypt.ts'
import { readHeaders } from './headers.ts'
import { findNamedFields } from './plain-fields.ts'
import type { Router } from './router.ts'
import { encodeQuery, listTellingValues } from './target.ts'

/** A call that is ready to be signed and sent; its body is serialised once and never again. */
export interface PreparedCall {
  readonly method: HttpMethod
  /** The path as it was written, its variables unfilled. */
  readonly path: string
  /** The request target: path and query, percent-encoded. */
  readonly target: string
  readonly body: string | Bytes | undefined
  /** The part of the body that is signed: all of it, but for uploads. */
  readonly signedBody: string
  readonly headers: Readonly<Record<string, string>>
  readonly operation: Operation | undefined
  /** Places of its sensitive fields, as WeChat Pay names them: `/cert_no`. */
  readonly sensitiveFields: readonly string[]
  /** Plain sensitive values of this call, and values of its path and query, which no error may show. */
  readonly sensitiveValues: readonly string[]
  /** Whether a second execution would do no harm. */
  readonly isIdempotent: boolean
}

/** The parts of a call; those left out are as of a GET without a body. */
export interface CallParts extends Pick<PreparedCall, 'method' | 'path' | 'target'> {
  readonly body?: string | Bytes | undefined
  /** Default: the body, if it is text. */
  readonly signedBody?: string | undefined
  /** Default: JSON. */
  readonly contentType?: string | undefined
  /** Default: JSON. */
  readonly accept?: string | undefined
  /** The caller's own headers. */
  readonly headers?: Iterable<readonly [name: string, value: string]> | undefined
  readonly operation?: Operation | undefined
  readonly sensitiveFields?: readonly string[] | undefined
  readonly sensitiveValues?: readonly string[] | undefined
  /** Default: whether the method is GET. */
  readonly isIdempotent?: boolean | undefined
}

/** Validates the options of a call, encrypts its sensitive fields and serialises its body; nothing is sent yet. */
export async function prepareCall(
  method: HttpMethod,
  path: string,
  options: CheckedOptions,
  settings: Settings,
  router: Router,
  deadline: Deadline,
): Promise<PreparedCall> {
  const { parts, key } = await prepareParts(method, path, options, settings, router, deadline, undefined)
  return buildCall(parts, settings, key)
}

/** Prepares the parts of a call; those of an upload have its `meta` for JSON, and no file yet. */
export async function prepareParts(
  method: HttpMethod,
  path: string,
  options: CheckedOptions,
  settings: Settings,
  router: Router,
  deadline: Deadline,
  transfer: Operation['transfer'],
): Promise<{ readonly parts: CallParts; readonly key: PlatformKey }> {
  const { filled, operation } = router.find(method, path, options['params'])
  checkTransfer(operation, transfer)
  const option = transfer === 'upload' ? 'meta' : 'json'
  // An upload whose meta nobody describes is looked at like a call of an unknown path.
  const described = transfer === 'upload' && !operation?.request ? undefined : operation
  const { headers, chosenId } = readHeaders(options['headers'])
  // Before anything is awaited: afterwards their owner may change them.
  const json = readJson(method, options['json'], described, option)
  const query = readQuery(options['query'], operation)
  const untypedBody = described || json === undefined ? undefined : serialize(json, option)
  if (described && options.plainFields) {
    refuse('plainFields', 'is for paths that the client does not know; this operation says which fields are encrypted')
  }
  // What is sent is looked at: a value may have a form of its own for JSON.
  const body: unknown = untypedBody === undefined ? json : JSON.parse(untypedBody)
  const named = findNamedFields(body, query, router.listSensitiveNames(), option)
  const plainFields = described ? [] : named.filter(({ name }) => !options.plainFields?.includes(name))
  if (chosenId === undefined) refuseIssues(plainFields.map(({ field, message }) => ({ field, message })))
  const key = await chooseKey(chosenId, settings.platformKeys)

  const values = [...listValues(option, operation?.request, json), ...listValues('query', operation?.query, query)]
  const encrypted = chosenId === undefined ? values.map(({ value }) => value) : []
  if (chosenId === undefined) await encryptValues(values, key, deadline)
  else if (described) checkCiphertexts(values, key, 'leave that header out')
  else checkCiphertexts(plainFields, key, 'list the name in plainFields')

  const parts = {
    method,
    path,
    target: filled + encodeQuery(query),
    body: untypedBody ?? (json === undefined ? undefined : serialize(json, option)),
    headers,
    operation,
    sensitiveFields: values.map((value) => `/${value.path.join('/')}`),
    sensitiveValues: [
      ...encrypted,
      ...named.map(({ value }) => value).filter(isTelling),
      ...listTellingValues(options['params']),
      ...listTellingValues(query),
    ],
    isIdempotent: options['idempotent'] ?? (method === 'GET' || hasRequestNumber(operation, json)),
  }
  return { parts, key }
}

/** Refuses a known operation that transfers another thing than it is called for: a file, or JSON. */
export function checkTransfer(operation: Operation | undefined, transfer: Operation['transfer']): void {
  if (!operation || operation.transfer === transfer) return
  const { method, transfer: other } = operation
  refuse('path', `must be called with ${other ? `wxpay.${other}` : method.toLowerCase()}`)
}

/** Chooses the key that a call names and encrypts for: the one that the caller says, or the current one. */
async function chooseKey(chosenId: string | undefined, platformKeys: PlatformKeys): Promise<PlatformKey> {
  const key = await (chosenId === undefined ? platformKeys.current() : platformKeys.find(chosenId))
  return key ?? refuse('headers.Wechatpay-Serial', 'must be the id of one of the client’s platformKeys')
}

function readJson(method: HttpMethod, json: unknown, operation: Operation | undefined, option: string): unknown {
  if (operation?.request) return validate(operation.request, json, option)
  if (json !== undefined && (operation || method === 'GET')) refuse('json', 'is not taken by this call; use query')
  return json
}

function readQuery(query: unknown, operation: Operation | undefined): unknown {
  if (operation?.query) return validate(operation.query, query ?? {}, 'query')
  if (operation && query !== undefined) refuse('query', 'is not taken by this call')
  return typeof query === 'object' && query && !(Symbol.iterator in query) ? { ...query } : query
}

/** Tells whether the JSON has the number by which WeChat Pay recognises a repetition. */
function hasRequestNumber(operation: Operation | undefined, json: unknown): boolean {
  const name = operation?.idempotencyField
  return name !== undefined && copyOwn(json as Record<string, unknown> | undefined)[name] !== undefined
}

function listValues(part: string, schema: Operation['request'], values: unknown): FieldValue[] {
  const found = schema ? findSensitiveValues(schema, values) : []
  return found.map((value) => Object.assign(value, { field: [part, ...value.path].join('.') }))
}

/** Builds a call of its parts: the last step of every preparation. */
export function buildCall(
  given: CallParts,
  { userAgent }: { readonly userAgent: string },
  key: Pick<PlatformKey, 'id'> | undefined,
): PreparedCall {
  const parts = copyOwn(given)
  const { method, path, target, body, operation } = parts
  return {
    method,
    path,
    target,
    body,
    signedBody: parts.signedBody ?? (typeof body === 'string' ? body : ''),
    operation,
    sensitiveFields: parts.sensitiveFields ?? [],
    sensitiveValues: parts.sensitiveValues ?? [],
    isIdempotent: parts.isIdempotent ?? method === 'GET',
    headers: {
      ...Object.fromEntries(parts.headers ?? []),
      Accept: parts.accept ?? 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': parts.contentType ?? 'application/json' }),
      'User-Agent': userAgent,
      ...(key === undefined ? {} : { 'Wechatpay-Serial': key.id }),
    },
  }
}
