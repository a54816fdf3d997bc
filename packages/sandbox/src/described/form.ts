import type { Bytes } from '@wechatpay-kit/transport-fetch'
import type { IncomingRequest } from '../wire/authentication.ts'
import { digest } from '../wire/bytes.ts'
import { parseJson } from '../wire/json.ts'
import { type Part, readParts } from '../wire/multipart.ts'
import { Refusal } from '../wire/response.ts'
import { checkFields, checkValue, type SensitiveValue } from './check.ts'
import type { Description } from './description.ts'
import { checkTravelling } from './travelling.ts'

/** Fields of `meta` that tell the file's name. */
const NAMES = ['filename', 'file_name']
/** Fields of `meta` that tell the file's hash. */
const HASHES = ['sha256', 'file_digest', 'digest']
/** Fields of `meta` that tell its algorithm; without one, it is SHA-256. One of them is misspelt by WeChat Pay. */
const ALGORITHMS = ['digest_algorithm', 'digest_alogrithm']

/** Gives the part of a request that its signature covers: of a form, its `meta`. Throws a refusal of a form without one. */
export function readSignedBody({ headers, body }: IncomingRequest): Bytes {
  const type = headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('multipart/form-data')) return body
  const meta = readParts(body, type)?.find(({ name }) => name === 'meta')
  if (!meta) throw new Refusal(400, 'PARAM_ERROR', '表单须包含meta与file')
  return meta.bytes
}

/**
 * Reads the form of an upload: its `meta` has to name the file that comes with it. Gives the fields of `meta` and the
 * other parts. Throws a refusal.
 */
export async function readDescribedForm(
  description: Description,
  request: IncomingRequest,
  found: SensitiveValue[],
): Promise<Record<string, unknown>> {
  const { form, json: node, operation } = description
  const parts = readParts(request.body, request.headers.get('content-type') ?? '')
  const name = operation.form?.find(({ type }) => type === 'file')?.name ?? 'file'
  const [meta, file] = ['meta', name].map((one) => parts?.find((part) => part.name === one))
  if (!meta || file?.filename === undefined) throw new Refusal(400, 'PARAM_ERROR', `表单须包含meta与${name}`)
  const json = parseJson(meta.bytes)
  checkValue(node ?? { type: 'object' }, json, { location: 'body', path: [], term: undefined }, {}, found)
  await checkFile(json as Record<string, unknown>, file)
  const others = (parts ?? []).filter((part) => part !== meta && part !== file)
  const fields = Object.fromEntries(others.map((part) => [part.name, new TextDecoder().decode(part.bytes)]))
  checkFields(form, fields, { location: 'body', path: [] }, found, checkTravelling)
  return { ...fields, ...(json as object) }
}

/** Checks that `meta` names the file. */
async function checkFile(meta: Readonly<Record<string, unknown>>, { bytes, filename }: Part): Promise<void> {
  const isSame = (names: readonly string[], value: string) =>
    names.every((name) => meta[name] === undefined || String(meta[name]).toLowerCase() === value.toLowerCase())
  const algorithm = String(ALGORITHMS.map((name) => meta[name]).find((name) => name !== undefined) ?? 'SHA256')
  // No runtime can make others, such as SM3.
  const known = /^SHA-?(1|256)$/i.exec(algorithm)?.[1]
  const hash = known && (await digest(`SHA-${known}`, bytes))
  const isNamed = HASHES.some((name) => meta[name] !== undefined)
  if (isNamed && isSame(NAMES, filename ?? '') && (hash === undefined || isSame(HASHES, hash))) return
  throw new Refusal(400, 'PARAM_ERROR', '文件与meta不一致', { detail: { field: '/meta/sha256', location: 'body' } })
}
