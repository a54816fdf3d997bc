import type { Bytes } from '@wechatpay-kit/transport-fetch'
import { IntegrityError } from '../errors/call-errors.ts'
import { refuse } from '../errors/validation.ts'

/** The hash of a file that a verified response published: `{ type: bill.hash_type, value: bill.hash_value }`. */
export interface FileHash {
  readonly type: 'SHA1' | 'SHA256' | 'SM3'
  /** Hexadecimal, in any case. */
  readonly value: string
}

/** The running hash of a file, and the comparison at its end. */
export interface Hasher {
  update(bytes: Uint8Array): unknown
  /** Throws if the hash is not the published one: by default the one that it was made for. */
  check(published?: string): void
}

/** Digits of each hash in hexadecimal. */
const LENGTHS: Readonly<Record<FileHash['type'], number>> = { SHA1: 40, SHA256: 64, SM3: 64 }

/** Starts the hash of a file, none if it is not to be checked; refuses one that could not have been published. */
export async function createHasher(hash: FileHash | 'unchecked'): Promise<Hasher | undefined> {
  if (hash === 'unchecked') return undefined
  if (typeof hash !== 'object' || hash === null)
    refuse(
      'hash',
      "must be { type, value }: hash_type and hash_value of the response that has the URL; or 'unchecked' where it has none",
    )
  const { type, value } = hash
  const length = Object.hasOwn(LENGTHS, type) ? LENGTHS[type] : refuse('hash.type', 'must be SHA1, SHA256 or SM3')
  if (typeof value !== 'string' || value.length !== length || !/^[0-9a-f]+$/i.test(value))
    refuse('hash.value', `must be ${length} hexadecimal digits, as published`)
  return startHasher(type, value)
}

/** Starts a hash, whose published value may be known at its end alone. */
export async function startHasher(type: FileHash['type'], value = ''): Promise<Hasher> {
  const { update, digest } = await startDigest(type)
  return {
    update,
    check(published = value) {
      if (toHex(digest()) !== published.toLowerCase()) throw mismatch(type)
    },
  }
}

/** Hashes bytes at once; gives the hash in hexadecimal. */
export async function hashBytes(type: FileHash['type'], bytes: Bytes): Promise<string> {
  if (type !== 'SM3') return toHex(new Uint8Array(await crypto.subtle.digest(type.replace('SHA', 'SHA-'), bytes)))
  const { update, digest } = await startDigest(type)
  update(bytes)
  return toHex(digest())
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A running digest. */
interface Digest {
  readonly update: (bytes: Uint8Array) => unknown
  readonly digest: () => Uint8Array
}

/** Starts a digest. WebCrypto hashes no streams; what does is loaded here, by those who download. */
async function startDigest(type: FileHash['type']): Promise<Digest> {
  if (type === 'SM3') {
    const { Sm3 } = await import('./sm3.ts')
    const running = new Sm3()
    return { update: (bytes) => running.update(bytes), digest: () => running.digest() }
  }
  const { sha1, sha256 } = await import('./digests.ts')
  const running = (type === 'SHA1' ? sha1 : sha256).create()
  return { update: (bytes) => running.update(bytes), digest: () => running.digest() }
}

function mismatch(type: string): IntegrityError {
  return new IntegrityError(
    'HASH_MISMATCH',
    `The file does not have the ${type} that was published: it was changed on the way, or it is packed or encrypted. Discard it, and download it again; set gunzip where tar_type=GZIP was asked for, and encryption where there is an encrypt_key.`,
  )
}
