import type { Bytes } from '@wechatpay-kit/transport-fetch'
import type { Ciphertexts } from './ciphertexts.ts'
import { checkCiphertexts, encryptValues, type FieldValue } from './encryption.ts'
import { refuse } from './errors.ts'
import { readHeaders } from './headers.ts'
import { serialize } from './json.ts'
import type { HttpMethod, Operation } from './operation.ts'
import type { PlatformKey, PlatformKeys } from './platform-keys.ts'
import type { FindRoute } from './route.ts'
import { findSensitiveValues, sensitiveFieldsOf } from './sensitive.ts'
import { encodeQuery } from './target.ts'
import { validate } from './validate.ts'

/** A call that is ready to be signed and sent; the body is serialised once and never again. */
export interface PreparedCall {
  readonly method: HttpMethod
  /** The path as it was written, its variables unfilled. */
  readonly path: string
  readonly target: string
  readonly body: string | Bytes | undefined
  /** What of the body is signed: all of it, but for uploads. */
  readonly signedBody: string
  readonly headers: Readonly<Record<string, string>>
  readonly operation: Operation | undefined
  /** Where its sensitive fields are, as WeChat Pay names them: `/cert_no`. */
  readonly sensitiveFields: readonly string[]
  /** Plain sensitive values of this call: no error may show them. */
  readonly secrets: readonly string[]
  /** Whether a second execution would do no harm. */
  readonly isIdempotent: boolean
}

/** What of a client a call is prepared with. */
export interface PreparationContext {
  readonly operations: readonly Operation[]
  readonly findRoute: FindRoute
  readonly platformKeys: PlatformKeys
  readonly ciphertexts: Ciphertexts
  readonly userAgent: string
}

/** Validates a call's options, encrypts its sensitive fields and serialises its body; throws before anything is sent. */
export async function prepareCall(
  method: HttpMethod,
  path: string,
  options: Readonly<Record<string, unknown>> & { readonly idempotent?: boolean | undefined },
  context: PreparationContext,
): Promise<PreparedCall> {
  const { filled, pathname, operation } = context.findRoute(method, path, options['params'])
  const headers = readHeaders(options['headers'])
  const chosenId = headers.get('wechatpay-serial')
  headers.delete('wechatpay-serial')
  // Before anything is awaited: afterwards their owner may change them.
  const json = readJson(method, options['json'], operation)
  const query = readQuery(options['query'], operation)
  if (!operation && chosenId === undefined) refuseNeighbours(pathname, json, query, context.operations)
  const key = await chooseKey(chosenId, context.platformKeys)

  const values: FieldValue[] = [
    ...(operation?.request ? findSensitiveValues(operation.request, json) : []).map((value) => inside('json', value)),
    ...(operation?.query ? findSensitiveValues(operation.query, query) : []).map((value) => inside('query', value)),
  ]
  const secrets = chosenId === undefined ? values.map(({ value }) => value) : []
  if (chosenId === undefined) await encryptValues(values, key)
  else checkCiphertexts(values, key)

  const checkText = (text: string, field: string) => context.ciphertexts.check(text, field, key.id)
  const body = writeBody(json, checkText)
  const number = Object(json)[operation?.idempotencyField ?? ''] as unknown
  return {
    method,
    path,
    target: filled + encodeQuery(query, checkText),
    body,
    signedBody: body ?? '',
    operation,
    sensitiveFields: values.map((value) => `/${value.path.join('/')}`),
    secrets,
    isIdempotent: options['idempotent'] ?? (method === 'GET' || number !== undefined),
    headers: {
      ...Object.fromEntries(headers),
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      'User-Agent': context.userAgent,
      'Wechatpay-Serial': key.id,
    },
  }
}

const inside = (part: 'json' | 'query', value: Omit<FieldValue, 'field'>): FieldValue =>
  Object.assign(value, { field: [part, ...value.path].join('.') })

async function chooseKey(chosenId: string | undefined, platformKeys: PlatformKeys): Promise<PlatformKey> {
  const key = await (chosenId === undefined ? platformKeys.current() : platformKeys.find(chosenId))
  return key ?? refuse('headers.Wechatpay-Serial', 'must be the id of one of the client’s platformKeys')
}

/**
 * Refuses what is probably a misspelt operation: a path beside known ones, with fields that those encrypt. No schema
 * would encrypt them, and they would leave as plain text.
 */
function refuseNeighbours(pathname: string, json: unknown, query: unknown, operations: readonly Operation[]): void {
  const directoryOf = (path: string) => path.slice(0, path.lastIndexOf('/')).toLowerCase()
  for (const operation of operations) {
    if (directoryOf(operation.path) !== directoryOf(pathname)) continue
    const name = [[operation.request, json] as const, [operation.query, query] as const].flatMap(([schema, values]) => [
      ...sensitiveFieldsOf(schema).filter((field) => Object.hasOwn(Object(values), field)),
      ...(schema ? findSensitiveValues(schema, values) : []).map(({ path }) => path.join('.')),
    ])[0]
    if (name === undefined) continue
    const remedy = `headers['Wechatpay-Serial'] says that ${name} is a ciphertext`
    refuse(
      'path',
      `is not a known operation, but ${operation.path} beside it encrypts ${name}; correct it, or use defineOperation, or ${remedy}`,
    )
  }
}

function readJson(method: HttpMethod, json: unknown, operation: Operation | undefined): unknown {
  if (operation?.request) return validate(operation.request, json, 'json')
  if (json === undefined) return undefined
  if (operation || method === 'GET') refuse('json', 'is not taken by this call; use query')
  // As it will travel: what its objects say in their own place may be anything.
  return JSON.parse(serialize(json, () => {}))
}

function readQuery(query: unknown, operation: Operation | undefined): unknown {
  if (operation?.query) return validate(operation.query, query ?? {}, 'query')
  if (operation && query !== undefined) refuse('query', 'is not taken by this call')
  return typeof query === 'object' && query && !(Symbol.iterator in query) ? { ...query } : query
}

function writeBody(json: unknown, checkText: (text: string, field: string) => void): string | undefined {
  return json === undefined ? undefined : serialize(json, checkText)
}
