import { IntegrityError } from '../errors/call-errors.ts'
import { refuse } from '../errors/validation.ts'

/** The hash of a file that a verified response published: `{ type: bill.hash_type, value: bill.hash_value }`. */
export interface FileHash {
  readonly type: 'SHA1' | 'SHA256'
  /** Hexadecimal, in any case. */
  readonly value: string
}

/** The running hash of a file, and the comparison at its end. */
export interface Hasher {
  update(bytes: Uint8Array): unknown
  /** Throws if the hash is not the published one. */
  check(): void
}

/** Digits of each hash in hexadecimal. */
const LENGTHS: Readonly<Record<FileHash['type'], number>> = { SHA1: 40, SHA256: 64 }

/** Starts the hash of a file; refuses one that could not have been published. */
export async function createHasher({ type, value }: FileHash): Promise<Hasher> {
  const length = Object.hasOwn(LENGTHS, type) ? LENGTHS[type] : refuse('hash.type', 'must be SHA1 or SHA256')
  if (typeof value !== 'string' || value.length !== length || !/^[0-9a-f]+$/i.test(value))
    refuse('hash.value', `must be ${length} hexadecimal digits, as published`)
  // WebCrypto hashes no streams. Loaded here, so that only those who download carry it.
  const { sha1, sha256 } = await import('./digests.ts')
  const digest = (type === 'SHA1' ? sha1 : sha256).create()
  return {
    update: (bytes) => digest.update(bytes),
    check() {
      const found = Array.from(digest.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('')
      if (found !== value.toLowerCase()) throw new IntegrityError(type)
    },
  }
}
