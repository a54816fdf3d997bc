import { echo, type Operation } from '@wechatpay-kit/endpoints'
import { executeDescribed, toDescribedResponse } from './described/execute.ts'
import { readDescribedFile } from './described/files.ts'
import { findDescription } from './described/find.ts'
import { readSignedBody } from './described/form.ts'
import { readDescribedRequest } from './described/request.ts'
import { BRAND_ID, type Merchant, type Merchants } from './merchants.ts'
import { authenticate, type IncomingRequest } from './wire/authentication.ts'
import { readBody } from './wire/body.ts'
import type { NotificationContent } from './wire/notification.ts'
import { type PlainResponse, toFileResponse, toHtmlResponse, toJsonResponse } from './wire/response.ts'
import { FileContent } from './worlds/file-content.ts'
import { checkSubMerchant } from './worlds/payments/parties.ts'
import type { Handle } from './worlds/world.ts'
import type { ZhejiangWorld } from './worlds/zhejiang/world.ts'

/** A request that the sandbox authenticated and understood. */
export interface SeenRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  /** Id of the platform key that encrypted the sensitive fields. */
  readonly platformKeyId: string
  /** The JSON body, its sensitive fields decrypted. */
  readonly json: Readonly<Record<string, unknown>>
}

/** Everything that calls are executed with. */
export interface CallSettings {
  readonly merchants: Merchants
  readonly zhejiang: ZhejiangWorld
  /** Of every world, by method and path. */
  readonly handlers: ReadonlyMap<string, Handle>
  readonly notify: (merchant: Merchant, url: string, content: NotificationContent) => void
  /** The current time in milliseconds. */
  readonly now: () => number
  readonly onRequest: ((request: SeenRequest) => void) | undefined
}

/** Executes one call, from its authentication to the response before it is signed. Throws a refusal. */
export async function executeCall(request: IncomingRequest, settings: CallSettings): Promise<PlainResponse> {
  const { merchants, now } = settings
  const url = new URL(request.origin + request.target)
  const path = url.pathname.slice(1)
  switch (`${request.method} ${path}`) {
    case 'GET v3/certificates': {
      const { platformKeys, apiV3Key } = await authenticate(request, merchants, now())
      return toJsonResponse(200, await platformKeys.listCertificates(apiV3Key))
    }
    case 'GET v3/billdownload/file':
    case 'GET v3/bill/downloadurl':
      return executeDownload(request, url, settings)
  }
  const operation = [...settings.zhejiang.operations, echo].find((candidate) => candidate.path === path)
  return operation ? executeOperation(request, operation, settings) : executeOther(request, url, settings)
}

/** Executes a call that the catalogue describes: by the world that plays it, or by its description alone. */
async function executeOther(request: IncomingRequest, url: URL, settings: CallSettings): Promise<PlainResponse> {
  const { merchants, handlers, now, onRequest } = settings
  const { method, target, origin } = request
  const description = await findDescription(method, url.pathname)
  if (description === 404) return toHtmlResponse(404, 'Not Found')
  if (description === 405) return toHtmlResponse(405, 'Not Allowed')
  const merchant = await authenticate(request, merchants, now(), readSignedBody(request))
  const read = await readDescribedRequest(description, request, merchant.platformKeys.find)
  const { params, query, json, key } = read
  await onRequest?.({ method, target, platformKeyId: key.id, json })
  const encrypter = merchant.publicKey
  const handle = handlers.get(description.key)
  if (handle) {
    const response = await handle({ merchant, origin, params, query, json, now: now() })
    if (response instanceof FileContent) return toFileResponse(response)
    return toDescribedResponse(response, description, encrypter)
  }
  const { sub_mchid } = { ...json, ...query, ...params } as { readonly sub_mchid?: unknown }
  if (sub_mchid !== undefined) checkSubMerchant(merchant, sub_mchid)
  const caller = url.pathname.startsWith('/brand/') ? BRAND_ID : merchant.mchid
  return executeDescribed(description, request, read, { caller, encrypter })
}

/** Gives the file of a described response, or of a bill, unsigned. */
async function executeDownload(
  request: IncomingRequest,
  url: URL,
  { merchants, handlers, now }: CallSettings,
): Promise<PlainResponse> {
  const merchant = await authenticate(request, merchants, now())
  const described = await readDescribedFile(url)
  if (described) return described
  const query = Object.fromEntries(url.searchParams)
  const call = { merchant, origin: request.origin, params: {}, query, json: {}, now: now() }
  const file = await handlers.get(`GET ${url.pathname.slice(1)}`)?.(call)
  return file instanceof FileContent ? toFileResponse(file) : toHtmlResponse(404, 'Not Found')
}

/** Executes a call that an operation of the Zhejiang subsidy describes, or the echo. */
async function executeOperation(
  request: IncomingRequest,
  operation: Operation,
  settings: CallSettings,
): Promise<PlainResponse> {
  const { merchants, now, handlers, onRequest } = settings
  const { method, target, headers, body } = request
  if (operation.method !== method) return toHtmlResponse(405, 'Not Allowed')
  const merchant = await authenticate(request, merchants, now())
  const { json, key } = await readBody(body, operation, headers.get('wechatpay-serial'), merchant.platformKeys.find)
  await onRequest?.({ method, target, platformKeyId: key.id, json })
  if (operation === echo) return toJsonResponse(200, await executeEcho(json, merchant, settings.notify))
  const handle = handlers.get(`${method} ${operation.path}`)
  const response = await handle?.({ merchant, origin: request.origin, params: {}, query: {}, json, now: now() })
  return toJsonResponse(200, response ?? {})
}

/** Executes `POST /v3/security/echo`. */
async function executeEcho(
  json: Readonly<Record<string, unknown>>,
  merchant: Merchant,
  notify: CallSettings['notify'],
): Promise<object> {
  const { notify_url, echo_message, encrypted_echo_message } = json as Record<string, string | undefined>
  if (notify_url !== undefined) {
    const content = { event_type: 'SECURITY_ECHO.SUCCESS', original_type: 'security', resource: { echo_message } }
    notify(merchant, notify_url, content)
  }
  if (encrypted_echo_message === undefined) return { echo_message }
  return { echo_message, encrypted_echo_message: await merchant.publicKey.encrypt(encrypted_echo_message) }
}
