import type { Encrypter } from '@wechatpay-kit/crypto'
import { echo } from '@wechatpay-kit/endpoints'
import { createDescribedFile, readDescribedFile } from './described/files.ts'
import { findDescription } from './described/find.ts'
import { readSignedBody } from './described/form.ts'
import { toDescribedResponse } from './described/outcome.ts'
import { readDescribedRequest } from './described/request.ts'
import { createDescribedResponse } from './described/response.ts'
import { executeBill, executeUpload, readUpload } from './files.ts'
import type { PlatformKeys } from './keys/platform-keys.ts'
import { authenticate, type IncomingRequest, type KnownMerchant } from './wire/authentication.ts'
import { readBody } from './wire/body.ts'
import type { Notify } from './wire/notification.ts'
import { type PlainResponse, toHtmlResponse, toJsonResponse } from './wire/response.ts'
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
  readonly merchant: KnownMerchant
  readonly zhejiang: ZhejiangWorld
  readonly platformKeys: PlatformKeys
  readonly apiV3Key: string
  readonly notify: Notify
  /** The current time in milliseconds. */
  readonly now: () => number
  readonly onRequest: ((request: SeenRequest) => void) | undefined
}

/** Executes one call, from its authentication to the response before it is signed. Throws a refusal. */
export async function executeCall(request: IncomingRequest, settings: CallSettings): Promise<PlainResponse> {
  const url = new URL(request.target, request.origin)
  const path = url.pathname.slice(1)
  switch (`${request.method} ${path}`) {
    case 'GET v3/certificates':
      await authenticate(request, settings.merchant, settings.now())
      return toJsonResponse(200, await settings.platformKeys.listCertificates(settings.apiV3Key))
    case 'GET v3/bill/tradebill':
    case 'GET v3/bill/sub-merchant-fundflowbill':
    case 'GET v3/billdownload/file':
    case 'GET v3/bill/downloadurl':
      await authenticate(request, settings.merchant, settings.now())
      return (await readDescribedFile(url)) ?? executeBill(url, settings.merchant.publicKey)
  }
  const upload = path === 'v3/merchant/media/upload' ? readUpload(request) : undefined
  if (upload) {
    await authenticate(request, settings.merchant, settings.now(), upload.meta)
    return executeUpload(upload)
  }
  return executeOperation(request, path, settings)
}

/** Executes a call that an operation describes. */
async function executeOperation(
  request: IncomingRequest,
  path: string,
  settings: CallSettings,
): Promise<PlainResponse> {
  const { merchant, zhejiang, now, platformKeys, onRequest } = settings
  const { method, target, headers, body } = request
  const operation = [...zhejiang.operations, echo].find((candidate) => candidate.path === path)
  if (!operation) return executeOther(request, `/${path}`, settings)
  if (operation.method !== method) return toHtmlResponse(405, 'Not Allowed')
  await authenticate(request, merchant, now())
  const { json, key } = await readBody(body, operation, headers.get('wechatpay-serial'), platformKeys.find)
  await onRequest?.({ method, target, platformKeyId: key.id, json })
  if (operation === echo) return toJsonResponse(200, await executeEcho(json, merchant.publicKey, settings.notify))
  return toJsonResponse(200, zhejiang.execute(operation, json))
}

/** Executes a call that the catalogue describes, and no world plays. */
async function executeOther(request: IncomingRequest, path: string, settings: CallSettings): Promise<PlainResponse> {
  const { merchant, now, platformKeys, onRequest } = settings
  const { method, target, origin } = request
  const description = await findDescription(method, path)
  if (description === 404) return toHtmlResponse(404, 'Not Found')
  if (description === 405) return toHtmlResponse(405, 'Not Allowed')
  await authenticate(request, merchant, now(), readSignedBody(request))
  const read = await readDescribedRequest(description, request, platformKeys.find)
  await onRequest?.({ method, target, platformKeyId: read.key.id, json: read.json })
  const caller = path.startsWith('/brand/') ? merchant.brandId : merchant.mchid
  if (description.operation.download) return createDescribedFile(description, target)
  const json = await createDescribedResponse(description, read, { caller, origin })
  return toDescribedResponse(json, description, merchant.publicKey)
}

/** Executes `POST /v3/security/echo`. */
async function executeEcho(
  json: Readonly<Record<string, unknown>>,
  merchantKey: Encrypter,
  notify: Notify,
): Promise<object> {
  const { notify_url, echo_message, encrypted_echo_message } = json as Record<string, string | undefined>
  if (notify_url !== undefined) {
    const content = { event_type: 'SECURITY_ECHO.SUCCESS', original_type: 'security', resource: { echo_message } }
    // WeChat Pay does not wait for the response either.
    notify(notify_url, content).catch(() => {})
  }
  if (encrypted_echo_message === undefined) return { echo_message }
  return { echo_message, encrypted_echo_message: await merchantKey.encrypt(encrypted_echo_message) }
}
