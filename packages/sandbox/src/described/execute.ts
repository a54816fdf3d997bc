import type { Encrypter } from '@wechatpay-kit/crypto'
import type { IncomingRequest } from '../wire/authentication.ts'
import { type PlainResponse, toEmptyResponse, toJsonResponse } from '../wire/response.ts'
import type { Description } from './description.ts'
import { encryptDescribed } from './encrypt.ts'
import { createDescribedFile } from './files.ts'
import type { DescribedRequest } from './request.ts'
import { createDescribedResponse } from './response.ts'

/**
 * Responds to a call by its description alone: with a file, without content, or with JSON of which `encrypter`, the key of
 * the caller, encrypts what the description encrypts. The call is authenticated, and read by `readDescribedRequest`.
 */
export async function executeDescribed(
  description: Description,
  request: IncomingRequest,
  read: DescribedRequest,
  { caller, encrypter }: { readonly caller: string; readonly encrypter: Encrypter },
): Promise<PlainResponse> {
  const { origin, target } = request
  if (description.operation.download) return createDescribedFile(description, target)
  const json = await createDescribedResponse(description, read, { caller, origin })
  return toDescribedResponse(json, description, encrypter)
}

/** Makes the response of its plain JSON, whoever made that: with the documented status, encrypted, or without content. */
export async function toDescribedResponse(
  json: object | undefined,
  description: Description,
  encrypter: Encrypter,
): Promise<PlainResponse> {
  if (!json) return toEmptyResponse(description.status)
  return toJsonResponse(description.status, await encryptDescribed(json, description, encrypter))
}
