import { type Bytes, copyOwn, type Deadline } from '@wechatpay-kit/transport-fetch'
import { isTelling } from '../../errors/redact.ts'
import { refuse } from '../../errors/validation.ts'
import { checkCaller } from '../../keys/merchant.ts'
import { type HttpMethod, type Operation, wordsOf } from '../../operation/operation.ts'
import { isSensitive, listPlaces, type Place, pathOf, validate } from '../../operation/request.ts'
import { readJson } from '../json.ts'
import type { CheckedOptions, GivenOptions } from '../options.ts'
import type { Settings } from '../settings.ts'
import { takeTurn } from '../turns.ts'
import { checkCiphertexts, encryptValues } from './encrypt.ts'
import { checkNeededHeaders, readHeaders } from './headers.ts'
import { findPlainPlaces, isNamed, refusePlainPlaces } from './plain-fields.ts'
import type { Router } from './router.ts'
import { encodeQuery, fillPath, listSentValues, listTellingValues } from './target.ts'

/** A call that is ready to be signed and sent; its body is serialised once and never again. */
export interface PreparedCall {
  readonly method: HttpMethod
  /** The path as it was written, its variables unfilled. */
  readonly path: string
  /** The request target: path and query, percent-encoded. */
  readonly target: string
  readonly body: string | Bytes | undefined
  /** The part of the body that is signed: all of it, but for uploads. */
  readonly signedBody: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly operation: Operation | undefined
  /** Places of its sensitive fields, as WeChat Pay names them, but for the slash before: `data/0/cert_no`. */
  readonly sensitiveFields: readonly string[]
  /** Plain sensitive values of this call, and values of its path, query and form, however written, which no error may show. */
  readonly sensitiveValues: readonly string[]
  /** Whether a second execution would do no harm. */
  readonly isIdempotent: boolean
}

/** The members that are the same in every GET that no operation describes. */
export const PLAIN_GET: Omit<PreparedCall, 'path' | 'target' | 'headers' | 'sensitiveValues'> = {
  method: 'GET',
  body: undefined,
  signedBody: undefined,
  operation: undefined,
  sensitiveFields: [],
  isIdempotent: true,
}

/**
 * Validates the options of a call, encrypts its sensitive fields and serialises its body; nothing is sent yet. An upload has
 * its `meta` for JSON, and no file yet.
 */
export async function prepareCall(
  method: HttpMethod,
  path: string,
  options: CheckedOptions,
  settings: Settings,
  router: Router,
  deadline: Deadline,
  transfer?: Operation['transfer'],
): Promise<PreparedCall> {
  checkCaller(path, settings.merchant)
  const isValidated = options.validation !== 'off'
  const { filled, operation } = router.find(method, path, options['params'], !isValidated)
  checkUse(operation, transfer)
  const { headers, chosenId } = readHeaders(options['headers'])
  const described = isValidated ? operation : undefined
  if (described) checkNeededHeaders(described, headers)
  // Before anything is awaited: afterwards their owner may change them.
  // The JSON beside a file is its `meta`.
  const option = transfer ? 'meta' : 'json'
  const { body: given, query, params } = readCallValues(method, options, described, option)
  const names = router.listSensitiveNames()
  const places = listPlaces(
    [
      [option, given, operation?.request, readJson],
      ['query', query, operation?.query],
      // The path of an operation names its variables itself.
      ['params', operation && !operation.params ? undefined : params, operation?.params],
      ['fields', options['fields'], operation?.form?.fields],
    ],
    names,
  )
  // Its place is the first, where there is a body: a copy, in which ciphertexts take the place of plain texts.
  const json = given === undefined ? given : places[0]?.value
  await takeTurn(places.length)
  const sensitive = places.filter(isSensitive)
  const named = places.filter(isNamed)
  const plain = findPlainPlaces(named, options.plainFields)
  if (chosenId === undefined) {
    refusePlainPlaces(plain, names, operation ? 'correct its place' : 'correct the path, use defineOperation')
  }
  const { platformKeys } = settings
  const chosen = await (chosenId === undefined ? platformKeys.current() : platformKeys.find(chosenId))
  const key = chosen ?? refuse('headers.Wechatpay-Serial', 'must be the id of one of the client’s platformKeys')
  if (chosenId !== undefined) checkCiphertexts(sensitive, key, 'leave that header out')
  else if (operation) await encryptValues(sensitive, key, deadline, wordsOf(operation))
  checkCiphertexts(plain, key, 'list the name in plainFields')

  // Of undefined it is undefined.
  const body = JSON.stringify(json) as string | undefined
  const target = (operation?.params ? fillPath(operation.path, params).filled : filled) + encodeQuery(query)
  const call = {
    method,
    path,
    target,
    body,
    signedBody: body,
    headers: {
      Accept: 'application/json',
      'User-Agent': settings.userAgent,
      'Wechatpay-Serial': key.id,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(headers),
    },
    operation,
    sensitiveFields: sensitive.map((place) => pathOf(place).slice(1).join('/')),
    sensitiveValues: [
      ...(chosenId === undefined ? sensitive.map(textOf) : []),
      ...named.map(textOf).filter(isTelling),
      ...[options['params'], query, options['fields']].flatMap(listTellingValues),
      ...listSentValues(target, operation?.path),
    ],
    isIdempotent: options['idempotent'] ?? (method === 'GET' || hasRequestNumber(operation, json)),
  }
  await takeTurn(places.length)
  return call
}

/** Gives the text of a value as it was before it was encrypted. */
const textOf = ({ value }: Place) => String(value)

/** Refuses a known operation that transfers another thing than it is called for: a file, or JSON. */
export function checkUse(operation: Operation | undefined, transfer: Operation['transfer']): void {
  if (!operation || operation.transfer === transfer) return
  const { method, transfer: other } = operation
  refuse('path', `must be called with ${other ? `wxpay.${other}` : method.toLowerCase()}`)
}

/** The values of a call: its body as its schema gave it, not copied yet; its query and `params` are copies. */
type CallValues = Readonly<Record<'body' | 'query' | 'params', unknown>>

/**
 * Reads the values of a call as the schemas of the operation that describes them give them, and as they are where nothing
 * does. Refuses those that it does not describe. `option` is the one that its JSON is in.
 */
function readCallValues(
  method: HttpMethod,
  given: GivenOptions,
  described: Operation | undefined,
  option: string,
): CallValues {
  const { json, query = {}, params } = given
  if (json !== undefined && (described ? !described.request : method === 'GET'))
    refuse('json', 'is not taken by this call; use query')
  if (given['query'] !== undefined && described && !described.query) refuse('query', 'is not taken by this call')
  const read = (part: 'request' | 'query' | 'params', value: unknown, field: string = part) => {
    const schema = described?.[part]
    return schema ? validate(schema, value, field, wordsOf(described)) : value
  }
  return {
    body: read('request', json, option),
    query: copyObject(read('query', query)),
    params: copyObject(read('params', params)),
  }
}

/** Copies headers, or a plain object and lists in it; what is neither is refused where it is read. */
export function copyObject(values: unknown): unknown {
  if (typeof values !== 'object' || !values) return values
  if (Symbol.iterator in values) return 'get' in values ? new Map(values as Headers) : values
  const copy = ([name, value]: [string, unknown]) => [name, Array.isArray(value) ? [...value] : value]
  return Object.fromEntries(Object.entries(values).map(copy))
}

/** Tells whether the JSON has the number by which WeChat Pay recognises a repetition. */
function hasRequestNumber(operation: Operation | undefined, json: unknown): boolean {
  const name = operation?.idempotencyField
  return name !== undefined && copyOwn(json as Record<string, unknown> | undefined)[name] !== undefined
}
