import { type Bytes, copyOwn } from '@wechatpay-kit/transport-fetch'
import { describeBadText, serialize } from '../call/json.ts'
import { refuse } from '../errors/validation.ts'
import type { Operation } from '../operation/operation.ts'
import type { FileHash } from './hash.ts'

/** The `meta` of an upload: the JSON that is signed in its file's place. */
export type Meta = Readonly<Record<string, unknown>>

/** Fields that hold the file's name. */
const NAME_FIELDS = ['filename', 'file_name']
/** Fields that hold the file's SHA-256. */
const SHA256_FIELDS = ['sha256', 'file_digest']
/** Fields that hold the name of the algorithm of `digest`; one is misspelt in the protocol itself. */
const ALGORITHM_FIELDS = ['digest_algorithm', 'digest_alogrithm']

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

/** Reads the file's name: the one in `meta`, or its own. */
export function readFilename(file: Blob, meta: Meta | undefined, names: readonly string[]): string {
  const given = NAME_FIELDS.map((name) => meta?.[name]).find((name) => name !== undefined)
  const filename = given ?? (file as File).name
  const field = NAME_FIELDS.find((name) => names.includes(name))
  if (typeof filename !== 'string' || filename === '' || describeBadText(filename, 'line'))
    refuse(field ? `meta.${field}` : 'file.name', 'must be the file’s name; a File brings its own along')
  return filename
}

/** Completes a `meta` with the name and the hash of the file, where it has fields for them; a given hash must be the file's. */
export async function completeMeta(
  meta: Meta | undefined,
  names: readonly string[],
  filename: string,
  bytes: Bytes,
): Promise<Meta> {
  const completed: Record<string, unknown> = copyOwn(meta)
  for (const name of names) {
    if (NAME_FIELDS.includes(name)) completed[name] ??= filename
    const algorithm = findAlgorithm(name, completed)
    if (!algorithm) continue
    const { hashBytes } = await import('./hash.ts')
    const hash = await hashBytes(algorithm, bytes)
    completed[name] ??= hash
    if (String(completed[name]).toLowerCase() !== hash) refuse(`meta.${name}`, 'is not that of the file')
  }
  return completed
}

/** Finds the algorithm of the hash that a field holds; `undefined` if it holds none, or one that nobody names. */
function findAlgorithm(name: string, meta: Meta): FileHash['type'] | undefined {
  if (SHA256_FIELDS.includes(name)) return 'SHA256'
  if (name !== 'digest') return undefined
  const algorithm = String(ALGORITHM_FIELDS.map((field) => meta[field]).find((value) => value !== undefined))
  const [found] = /(SHA-?1|SHA-?256|SM3)$/i.exec(algorithm) ?? []
  return found?.toUpperCase().replace('-', '') as FileHash['type'] | undefined
}
