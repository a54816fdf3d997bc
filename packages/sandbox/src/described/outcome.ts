import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import type { Encrypter } from '@wechatpay-kit/crypto'
import { type PlainResponse, toEmptyResponse, toJsonResponse } from '../wire/response.ts'
import type { Description } from './description.ts'
import { isObject } from './given.ts'

/**
 * Makes the response of its plain JSON, whoever made that: with the documented status, the texts that its description
 * encrypts encrypted with the caller's key; or without content.
 */
export async function toDescribedResponse(
  json: object | undefined,
  description: Description,
  encrypter: Encrypter,
): Promise<PlainResponse> {
  if (!json) return toEmptyResponse(description.status)
  return toJsonResponse(description.status, await encryptDescribed(json, description, encrypter))
}

/** Copies the JSON of a response, the texts that its description encrypts encrypted with the caller's key. */
async function encryptDescribed(json: object, { response }: Description, encrypter: Encrypter): Promise<object> {
  return response ? ((await encryptValue(response, json, encrypter)) as object) : json
}

async function encryptValue(node: CatalogueNode, value: unknown, encrypter: Encrypter): Promise<unknown> {
  if (node.encrypted) return typeof value === 'string' && value !== '' ? encrypter.encrypt(value) : value
  if (Array.isArray(value)) {
    const { items } = node
    return items ? Promise.all(value.map((item) => encryptValue(items, item, encrypter))) : value
  }
  const { fields } = node
  if (!isObject(value) || !fields) return value
  const entries = Object.entries(value).map(async ([name, one]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return [name, field ? await encryptValue(field, one, encrypter) : one] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
