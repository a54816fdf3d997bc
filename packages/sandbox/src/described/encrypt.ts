import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import type { Encrypter } from '@wechatpay-kit/crypto'
import type { Description } from './description.ts'
import { isObject } from './given.ts'

/**
 * Copies the JSON of a response, the texts that its description encrypts encrypted with the caller's key. Gives `undefined`
 * for a response without content.
 */
export async function encryptDescribed<Json extends object | undefined>(
  json: Json,
  { response }: Description,
  encrypter: Encrypter,
): Promise<Json> {
  return (response ? await encryptValue(response, json, encrypter) : json) as Json
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
