import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import type { PlatformKeys } from '../keys/platform-keys.ts'
import type { IncomingRequest } from '../wire/authentication.ts'
import { parseJson, refuseEncoding } from '../wire/json.ts'
import { Refusal } from '../wire/response.ts'
import type { PlatformIdentity } from '../wire/signature.ts'
import { checkFields, checkValue, type SensitiveValue } from './check.ts'
import { decryptValues } from './decrypt.ts'
import type { Description } from './description.ts'
import { readDescribedForm } from './form.ts'
import { refuseHeader } from './refusals.ts'
import { checkTravelling } from './travelling.ts'

/** The parts of a call, valid as its description says, its encrypted texts plain. */
export interface DescribedRequest {
  /** Variables of the path. */
  readonly params: Readonly<Record<string, string>>
  /** Members of the query; the items of a list with a comma between them. */
  readonly query: Readonly<Record<string, string>>
  /** The body; of an upload, the fields of `meta` and the other parts of the form. */
  readonly json: Readonly<Record<string, unknown>>
  /** The platform key that the call names. */
  readonly key: PlatformIdentity
}

/** The values of a query or of a path, as they travel: always texts. */
type Texts = Record<string, string>

/**
 * Reads a call as its description says: path, headers, query, body, then the encrypted texts, which it decrypts with the key
 * that `Wechatpay-Serial` names. Throws a refusal, as WeChat Pay words it, of the first thing that is wrong.
 *
 * A field that no document has is refused, as WeChat Pay does: `请求中含有未在API文档中定义的参数`. So is a value that is not
 * among the documented ones. Limits are checked where a page of WeChat Pay's states them.
 */
export async function readDescribedRequest(
  description: Description,
  request: IncomingRequest,
  findKey: PlatformKeys['find'],
): Promise<DescribedRequest> {
  const { headers, target } = request
  const { pathname, searchParams, search } = new URL(request.origin + target)
  const params = readParams(description, pathname)
  const query = readQuery(description, search, searchParams)
  const found: SensitiveValue[] = []
  checkFields(description.params, params, { location: 'path', path: [] }, found, checkTravelling)
  for (const name of description.headers) if (!headers.get(name)) throw refuseHeader(name)
  checkFields(description.query, query, { location: 'query', path: [] }, found, checkTravelling)
  const json = await readJson(description, request, found)
  return { params, query, json, key: await decryptValues(found, headers.get('wechatpay-serial'), findKey) }
}

function readParams({ operation }: Description, pathname: string): Texts {
  const segments = pathname.split('/')
  const names = operation.path.split('/').map((segment) => /^\{(.*)\}$/.exec(segment)?.[1])
  const entries = names.flatMap((name, index) => (name === undefined ? [] : [[name, decode(segments[index] ?? '')]]))
  return Object.fromEntries(entries)
}

function readQuery({ query }: Description, search: string, parameters: URLSearchParams): Texts {
  decode(search)
  const entries = [...new Set(parameters.keys())].map((name): [string, string] => {
    const isList = query.fields?.[name]?.type === 'array'
    return [name, (isList ? parameters.getAll(name).join() : parameters.get(name)) ?? '']
  })
  return Object.fromEntries(entries)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuseEncoding()
  }
}

async function readJson(
  description: Description,
  request: IncomingRequest,
  found: SensitiveValue[],
): Promise<Record<string, unknown>> {
  const { operation, json: node = EMPTY } = description
  if (operation.upload) return readDescribedForm(description, request, found)
  if (request.method === 'GET' || request.body.length === 0) {
    // A call without a body is one without a field.
    const json = {}
    checkFields(node, json, { location: 'body', path: [] }, found)
    return json
  }
  checkContentType(request.headers.get('content-type') ?? '')
  const json = parseJson(request.body)
  checkValue(node, json, { location: 'body', path: [], term: undefined }, {}, found)
  return json as Record<string, unknown>
}

/** A body that no document has. */
const EMPTY: CatalogueNode = { type: 'object', fields: {} }

function checkContentType(type: string): void {
  if (/^application\/json\s*(?:;|$)/i.test(type)) return
  const detail = { field: 'Content-Type', value: type, issue: 'must be application/json', location: 'header' }
  throw new Refusal(400, 'PARAM_ERROR', 'Http头Content-Type不是application/json', { detail })
}
