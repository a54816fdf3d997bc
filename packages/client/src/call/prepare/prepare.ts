import { refuse } from '../../errors/validation.ts'
import type { PlatformKey, PlatformKeys } from '../../keys/platform-keys.ts'
import type { HttpMethod, Operation } from '../../operation/operation.ts'
import { findSensitiveValues, sensitiveFieldsOf } from '../../operation/sensitive.ts'
import { validate } from '../../operation/validate.ts'
import { serialize } from '../json.ts'
import type { GivenOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { buildCall, type PreparedCall } from './build.ts'
import { checkCiphertexts, encryptValues, type FieldValue } from './encrypt.ts'
import { readHeaders } from './headers.ts'
import type { Router } from './router.ts'
import { encodeQuery } from './target.ts'

/** Validates a call's options, encrypts its sensitive fields and serialises its body; throws before anything is sent. */
export async function prepareCall(
  method: HttpMethod,
  path: string,
  options: GivenOptions & { readonly idempotent?: boolean | undefined },
  settings: Settings,
  router: Router,
): Promise<PreparedCall> {
  const { filled, pathname, operation } = router.find(method, path, options['params'])
  const { headers, chosenId } = readHeaders(options['headers'])
  // Before anything is awaited: afterwards their owner may change them.
  const json = readJson(method, options['json'], operation)
  const query = readQuery(options['query'], operation)
  const untypedBody = operation || json === undefined ? undefined : serialize(json)
  if (!operation && chosenId === undefined) refuseNeighbours(pathname, untypedBody, query, router.operations)
  const key = await chooseKey(chosenId, settings.platformKeys)

  const values = [...listValues('json', operation?.request, json), ...listValues('query', operation?.query, query)]
  const sensitiveValues = chosenId === undefined ? values.map(({ value }) => value) : []
  if (chosenId === undefined) await encryptValues(values, key)
  else checkCiphertexts(values, key)

  const number = Object(json)[operation?.idempotencyField ?? ''] as unknown
  return buildCall(
    {
      method,
      path,
      target: filled + encodeQuery(query),
      body: untypedBody ?? (json === undefined ? undefined : serialize(json)),
      headers,
      operation,
      sensitiveFields: values.map((value) => `/${value.path.join('/')}`),
      sensitiveValues,
      isIdempotent: options['idempotent'] ?? (method === 'GET' || number !== undefined),
    },
    settings,
    key,
  )
}

/** Chooses the key that a call names and encrypts for: the one that the caller says, or the current one. */
export async function chooseKey(chosenId: string | undefined, platformKeys: PlatformKeys): Promise<PlatformKey> {
  const key = await (chosenId === undefined ? platformKeys.current() : platformKeys.find(chosenId))
  return key ?? refuse('headers.Wechatpay-Serial', 'must be the id of one of the client’s platformKeys')
}

function readJson(method: HttpMethod, json: unknown, operation: Operation | undefined): unknown {
  if (operation?.request) return validate(operation.request, json, 'json')
  if (json !== undefined && (operation || method === 'GET')) refuse('json', 'is not taken by this call; use query')
  return json
}

function readQuery(query: unknown, operation: Operation | undefined): unknown {
  if (operation?.query) return validate(operation.query, query ?? {}, 'query')
  if (operation && query !== undefined) refuse('query', 'is not taken by this call')
  return typeof query === 'object' && query && !(Symbol.iterator in query) ? { ...query } : query
}

function listValues(part: 'json' | 'query', schema: Operation['request'], values: unknown): FieldValue[] {
  const found = schema ? findSensitiveValues(schema, values) : []
  return found.map((value) => Object.assign(value, { field: [part, ...value.path].join('.') }))
}

/**
 * Refuses a path that is probably a misspelt operation: one beside known ones, with fields that those encrypt. No schema
 * would encrypt them, and they would leave as plain text.
 */
function refuseNeighbours(
  pathname: string,
  body: string | undefined,
  query: unknown,
  operations: readonly Operation[],
): void {
  const directoryOf = (path: string) => path.slice(0, path.lastIndexOf('/')).toLowerCase()
  const directory = directoryOf(pathname)
  const neighbours = operations.filter((operation) => directoryOf(operation.path) === directory)
  if (neighbours.length === 0) return
  const json: unknown = body === undefined ? undefined : JSON.parse(body)
  for (const { path, request, query: querySchema } of neighbours) {
    const [name] = [...listSensitiveNames(request, json), ...listSensitiveNames(querySchema, query)]
    if (name === undefined) continue
    const remedy = `headers['Wechatpay-Serial'] says that ${name} is a ciphertext`
    refuse(
      'path',
      `is not a known operation, but ${path} beside it encrypts ${name}; correct it, or use defineOperation, or ${remedy}`,
    )
  }
}

function listSensitiveNames(schema: Operation['request'], values: unknown): string[] {
  if (!schema) return []
  const present = sensitiveFieldsOf(schema).filter((field) => Object.hasOwn(Object(values), field))
  return [...present, ...findSensitiveValues(schema, values).map(({ path }) => path.join('.'))]
}
