import { type Bytes, copyOwn } from '@wechatpay-kit/transport-fetch'
import { refuse } from '../errors/validation.ts'
import { type HashAlgorithm, hashBytes } from './hash.ts'
import type { Meta } from './meta.ts'

/** Fields that hold the file's SHA-256. */
const SHA256_FIELDS = ['sha256', 'file_digest']
/** Fields that hold the name of the algorithm of `digest`; one is misspelt in the protocol itself. */
const ALGORITHM_FIELDS = ['digest_algorithm', 'digest_alogrithm']

/** Completes a `meta` with the hash of the file, where it has fields for it; a given hash must be the file's. */
export async function completeMeta(meta: Meta | undefined, names: readonly string[], bytes: Bytes): Promise<Meta> {
  const written: Record<string, unknown> = copyOwn(meta)
  for (const name of names) {
    const algorithm = findAlgorithm(name, written)
    if (!algorithm) continue
    const hash = await hashBytes(algorithm, bytes)
    written[name] ??= hash
    if (String(written[name]).toLowerCase() !== hash) refuse(`meta.${name}`, 'is not that of the file')
  }
  return written
}

/** Finds the algorithm of the hash that a field holds; `undefined` if it holds none, or one that nobody names. */
function findAlgorithm(name: string, meta: Meta): HashAlgorithm | undefined {
  if (SHA256_FIELDS.includes(name)) return 'SHA256'
  if (name !== 'digest') return undefined
  const algorithm = String(ALGORITHM_FIELDS.map((field) => meta[field]).find((value) => value !== undefined))
  const [found] = /(SHA-?1|SHA-?256|SM3)$/i.exec(algorithm) ?? []
  return found?.toUpperCase().replace('-', '') as HashAlgorithm | undefined
}
