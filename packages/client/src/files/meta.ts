import { copyOwn } from '@wechatpay-kit/transport-fetch'
import { describeBadText, serialize } from '../call/json.ts'
import { refuse } from '../errors/validation.ts'
import type { Operation } from '../operation/operation.ts'

/** The `meta` of an upload: the JSON that is signed in its file's place. */
export type Meta = Readonly<Record<string, unknown>>

/** Fields that hold the file's name. */
const NAME_FIELDS = ['filename', 'file_name']

/** Copies a given `meta` as it will be sent. */
export function copyMeta(given: unknown): Meta | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'object' || given === null || Array.isArray(given)) refuse('meta', 'must be an object')
  return copyOwn(JSON.parse(serialize(given, 'meta')))
}

/** Lists the fields of the `meta`: those that its operation describes; else the given ones, or the usual two. */
export function listMetaNames(operation: Operation | undefined, given: Meta | undefined): readonly string[] {
  const { entries = given } = Object(operation?.request) as { entries?: object }
  return entries ? Object.keys(entries) : ['filename', 'sha256']
}

/** Finds the field of a `meta` that holds the file's name, if there is one. */
export const findNameField = (names: readonly string[]): string | undefined =>
  NAME_FIELDS.find((name) => names.includes(name))

/** Reads the file's name: the one in `meta`, or its own; `field` is the one that holds it. */
export function readFilename(file: Blob, meta: Meta | undefined, field: string | undefined): string {
  const given = NAME_FIELDS.map((name) => meta?.[name]).find((name) => name !== undefined)
  const filename = given ?? (file as File).name
  if (typeof filename !== 'string' || filename === '' || describeBadText(filename, 'line'))
    refuse(field ? `meta.${field}` : 'file.name', 'must be the file’s name; a File brings its own along')
  return filename
}
