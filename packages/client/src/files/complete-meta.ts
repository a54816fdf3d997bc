import { type Bytes, copyOwn } from '@wechatpay-kit/transport-fetch'
import type { CheckedOptions } from '../call/options.ts'
import { refuse } from '../errors/validation.ts'
import type { Operation } from '../operation/operation.ts'
import { checkMeta } from './check-meta.ts'
import { type HashAlgorithm, hashBytes } from './hash.ts'
import type { Meta } from './meta.ts'

/** Fields that hold the file's name. */
const NAME_FIELDS = ['filename', 'file_name']
/** Fields that hold the file's SHA-256. */
const SHA256_FIELDS = ['sha256', 'file_digest']
/** Fields that hold the name of the algorithm of `digest`; one is misspelt in the protocol itself. */
const ALGORITHM_FIELDS = ['digest_algorithm', 'digest_alogrithm']

/** Completes a `meta` with the name of the file and its hash, where it has fields for them; a given hash must be the file's. */
export async function completeMeta(
  given: Meta | undefined,
  operation: Operation | undefined,
  { file, validation }: CheckedOptions & { readonly file?: Blob },
  bytes: Bytes,
): Promise<{ readonly json: Meta; readonly filename: string; readonly nameField: string }> {
  if (!operation?.request && validation !== 'off' && given) checkMeta(given)
  const names = listNames(operation, given)
  const field = NAME_FIELDS.find((name) => names.includes(name))
  const nameField = field ? `meta.${field}` : 'file.name'
  const filename = NAME_FIELDS.map((name) => given?.[name]).find((name) => name !== undefined) ?? (file as File).name
  if (typeof filename !== 'string' || filename === '')
    refuse(nameField, 'must be the file’s name; a File brings its own along')
  const json: Record<string, unknown> = copyOwn(given)
  if (field && json[field] === undefined) json[field] = filename
  for (const name of names) {
    const algorithm = findAlgorithm(name, json)
    if (!algorithm) continue
    const hash = await hashBytes(algorithm, bytes)
    json[name] ??= hash
    if (String(json[name]).toLowerCase() !== hash) refuse(`meta.${name}`, 'is not that of the file')
  }
  return { json, filename, nameField }
}

/** Lists the fields of a `meta`: those that its operation describes; else the given ones, or the usual two. */
function listNames(operation: Operation | undefined, given: Meta | undefined): readonly string[] {
  const { entries = given } = Object(operation?.request) as { entries?: object }
  return entries ? Object.keys(entries) : ['filename', 'sha256']
}

/** Finds the algorithm of the hash that a field holds; `undefined` if it holds none, or one that nobody names. */
function findAlgorithm(name: string, meta: Meta): HashAlgorithm | undefined {
  if (SHA256_FIELDS.includes(name)) return 'SHA256'
  if (name !== 'digest') return undefined
  const algorithm = String(ALGORITHM_FIELDS.map((field) => meta[field]).find((value) => value !== undefined))
  const [found] = /(SHA-?1|SHA-?256|SM3)$/i.exec(algorithm) ?? []
  return found?.toUpperCase().replace('-', '') as HashAlgorithm | undefined
}
