import * as v from 'valibot'
import { withoutPayload } from './cause.ts'
import { refuse, ValidationError, type ValidationIssue } from './errors.ts'
import {
  findSensitiveValues,
  type HttpMethod,
  type Operation,
  type SensitiveValue,
  sensitiveFieldsOf,
} from './operation.ts'
import type { PlatformKey, PlatformKeys } from './platform-keys.ts'
import { buildTarget, matchesPath } from './target.ts'

/** A call that is ready to be signed and sent; the body is serialised once and never again. */
export interface PreparedCall {
  readonly method: HttpMethod
  /** The path as it was written, its variables unfilled. */
  readonly path: string
  readonly target: string
  readonly body: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly operation: Operation | undefined
  /** Where its sensitive fields are, as WeChat Pay names them: `/cert_no`. */
  readonly sensitiveFields: readonly string[]
  /** Plain sensitive values of this call: no error may show them. */
  readonly secrets: readonly string[]
  /** Whether a second execution would do no harm. */
  readonly isIdempotent: boolean
}

/** Bytes that OAEP with SHA-1 adds to the longest plaintext: together they are the ciphertext. */
const OAEP_OVERHEAD = 42

const OPTIONS = ['json', 'query', 'params', 'headers', 'signal', 'timeout', 'idempotent']
const RESERVED = ['authorization', 'content-type', 'accept', 'user-agent']
/** Headers of the connection, which belong to the HTTP client. */
const CONNECTION = /^(host|content-length|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|proxy-.*)$/

/** The options of a call whose values limit it; throws where they or any other option's name are wrong. */
export function checkLimits(
  options: Readonly<Record<string, unknown>>,
): asserts options is { signal?: AbortSignal; timeout?: number; idempotent?: boolean } {
  if (typeof options !== 'object' || options === null) refuse('options', 'must be an object')
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) refuse(name, `is not an option of a call; the options are ${OPTIONS.join(', ')}`)
  }
  const { timeout, signal, idempotent } = options
  if (idempotent !== undefined && typeof idempotent !== 'boolean') refuse('idempotent', 'must be true or false')
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== 'function') {
    refuse('signal', 'must be an AbortSignal')
  }
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0)) {
    refuse('timeout', 'must be a positive number of milliseconds')
  }
}

/** Validates a call's options, encrypts its sensitive fields and serialises its body; throws before anything is sent. */
export async function prepareCall(
  method: HttpMethod,
  path: string,
  options: Readonly<Record<string, unknown>> & { readonly idempotent?: boolean },
  context: {
    readonly operations: readonly Operation[]
    readonly platformKeys: PlatformKeys
    readonly userAgent: string
  },
): Promise<PreparedCall> {
  const { target, pathname } = buildTarget(path, options['params'], options['query'])
  // By the path that is called and not by how it was written: a variable filled with a known name is that operation.
  const known = context.operations.filter((operation) => matchesPath(operation.path, pathname))
  const operation = known.find((candidate) => candidate.method === method)
  // Without its operation a call would leave unvalidated and unencrypted.
  if (known.length > 0 && !operation)
    refuse('method', `must be ${known.map((one) => one.method).join(' or ')} for ${path}`)

  const headers = readHeaders(options['headers'])
  const chosenId = headers.get('wechatpay-serial')
  headers.delete('wechatpay-serial')
  const key = await (chosenId === undefined ? context.platformKeys.current() : context.platformKeys.find(chosenId))
  if (!key) refuse('headers.Wechatpay-Serial', 'must be the id of one of the client’s platformKeys')

  if (!operation && chosenId === undefined) refuseNeighbours(pathname, options['json'], context.operations)
  const json = validateJson(method, options['json'], operation)
  const values = operation ? findSensitiveValues(operation.request, json) : []
  const secrets = chosenId === undefined ? values.map(({ value }) => value) : []
  if (chosenId === undefined) await encryptValues(values, key)
  else checkCiphertexts(values, key)

  const body = serialize(json)
  return {
    method,
    path,
    target,
    body,
    operation,
    sensitiveFields: values.map((value) => `/${value.path.join('/')}`),
    secrets,
    isIdempotent: options['idempotent'] ?? (method === 'GET' || operation?.idempotencyField !== undefined),
    headers: {
      ...Object.fromEntries(headers),
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      'User-Agent': context.userAgent,
      'Wechatpay-Serial': key.id,
    },
  }
}

/**
 * Refuses what is probably a misspelt operation: a path beside known ones, with fields that those encrypt. No schema
 * would encrypt them, and they would leave as plain text.
 */
function refuseNeighbours(pathname: string, json: unknown, operations: readonly Operation[]): void {
  const directoryOf = (path: string) => path.slice(0, path.lastIndexOf('/')).toLowerCase()
  for (const { path, request } of operations) {
    if (directoryOf(path) !== directoryOf(pathname)) continue
    const name = sensitiveFieldsOf(request).find((field) => Object.hasOwn(Object(json), field))
    if (name === undefined) continue
    const remedy = `headers['Wechatpay-Serial'] says that ${name} is a ciphertext`
    refuse(
      'path',
      `is not a known operation, but ${path} beside it encrypts ${name}; correct it, or use defineOperation, or ${remedy}`,
    )
  }
}

function validateJson(method: HttpMethod, json: unknown, operation: Operation | undefined): unknown {
  if (!operation) {
    if (json === undefined) return undefined
    if (method === 'GET') refuse('json', 'cannot be sent with GET; use query')
    if (typeof json !== 'object' || json === null) refuse('json', 'must be an object or an array')
    return json
  }
  // Own properties alone: a polluted Object.prototype fills no field.
  const isPlain = typeof json === 'object' && json !== null && !Array.isArray(json)
  const result = v.safeParse(operation.request, isPlain ? Object.assign(Object.create(null), json) : json)
  if (result.success) return result.output
  throw new ValidationError(
    result.issues.map((issue) => ({
      field: ['json', ...(issue.path ?? []).map(({ key }) => String(key))].join('.'),
      message: describeIssue(issue, operation),
    })) as [ValidationIssue, ...ValidationIssue[]],
  )
}

/** The bytes-to-be of the body: made once, signed and sent as they are. */
function serialize(json: unknown): string | undefined {
  if (json === undefined) return undefined
  let text: string | undefined
  try {
    text = JSON.stringify(json)
  } catch {
    // What a getter or toJSON of the caller's throws may quote anything.
    refuse('json', 'cannot be written as JSON')
  }
  if (!text || !/^[{[]/.test(text)) refuse('json', 'must be an object or an array')
  // JSON.stringify escapes nothing else this way.
  if (/(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/.test(text))
    refuse('json', 'holds half of a surrogate pair; repair the text')
  return text
}

/** In our own words: valibot's messages show the value. */
function describeIssue(issue: v.BaseIssue<unknown>, operation: Operation): string {
  if (issue.expected === 'never') {
    const { entries = {} } = operation.request as { entries?: object }
    return `is not a field of this operation; its fields are ${Object.keys(entries).join(', ')}`
  }
  if (issue.input === undefined) return 'is missing'
  if (issue.type === 'non_empty') return 'must not be empty'
  return issue.kind === 'schema'
    ? `must be of type ${issue.expected?.toLowerCase()}`
    : `must satisfy ${issue.type} ${issue.expected}`
}

async function encryptValues(values: readonly SensitiveValue[], { key }: PlatformKey): Promise<void> {
  const limit = key.maxPlaintextBytes
  const issues = values.flatMap(({ path, value }) => {
    const field = ['json', ...path].join('.')
    if (/\p{Surrogate}/u.test(value)) return [{ field, message: 'holds half of a surrogate pair; repair the text' }]
    const { length } = new TextEncoder().encode(value)
    if (length <= limit) return []
    const message = `has ${length} bytes as UTF-8, the key encrypts at most ${limit}; a ready ciphertext needs headers['Wechatpay-Serial']`
    return [{ field, message }]
  })
  if (issues[0]) throw new ValidationError(issues as [ValidationIssue, ...ValidationIssue[]])
  const secrets = values.map(({ value }) => value)
  try {
    await Promise.all(values.map(async ({ value, replace }) => replace(await key.encrypt(value))))
  } catch (error) {
    refuse('platformKeys', 'could not encrypt (see cause)', { cause: withoutPayload(error, secrets) })
  }
}

function checkCiphertexts(values: readonly SensitiveValue[], { key }: PlatformKey): void {
  const size = key.maxPlaintextBytes + OAEP_OVERHEAD
  const issues = values
    .filter(({ value }) => decodedLength(value) !== size)
    .map(({ path }) => ({
      field: ['json', ...path].join('.'),
      message: `must be a ciphertext for the key in headers['Wechatpay-Serial']: base64 of exactly ${size} bytes; for plain text leave that header out`,
    }))
  if (issues[0]) throw new ValidationError(issues as [ValidationIssue, ...ValidationIssue[]])
}

function decodedLength(base64: string): number | undefined {
  try {
    const binary = atob(base64)
    return btoa(binary) === base64 ? binary.length : undefined
  } catch {
    return undefined
  }
}

function readHeaders(headers: unknown = {}): Map<string, string> {
  if (typeof headers !== 'object' || headers === null) refuse('headers', 'must be an object')
  const isHeaders = typeof (headers as Headers).get === 'function' && Symbol.iterator in headers
  if (Array.isArray(headers)) refuse('headers', 'must be a Headers or a plain object')
  const entries = isHeaders ? (headers as Headers) : Object.entries(headers)
  const result = new Map<string, string>()
  for (const [key, value] of entries) {
    const name = key.toLowerCase()
    const field = `headers.${key}`
    if (RESERVED.includes(name) || CONNECTION.test(name)) refuse(field, 'is set by the client and cannot be replaced')
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || typeof value !== 'string' || !/^[\t\x20-\x7e]*$/.test(value)) {
      refuse(field, 'must be a header of printable ASCII')
    }
    if (result.has(name)) refuse(field, 'occurs twice')
    result.set(name, value)
  }
  return result
}
