import { copyOwn } from '@wechatpay-kit/transport-fetch'
import { readJson } from '../call/json.ts'
import { refuse } from '../errors/validation.ts'
import type { Operation } from '../operation/operation.ts'
import { listPlaces } from '../operation/request.ts'

/** The `meta` of an upload: the JSON that is signed in its file's place. */
export type Meta = Readonly<Record<string, unknown>>

/** Copies a given `meta` as it will be sent, of which an operation may have the `schema`; fields that are `undefined` stay, and are not. */
export function copyMeta(given: unknown, schema: Operation['request']): Meta | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'object' || given === null || Array.isArray(given)) refuse('meta', 'must be an object')
  const [root] = listPlaces([['meta', given, schema, readJson]])
  return copyOwn(root?.value as Meta)
}
