import { type Bytes, toHex } from './bytes.ts'
import {
  BIT_STRING,
  CONTEXT_0,
  type Element,
  INTEGER,
  malformed,
  OCTET_STRING,
  readElements,
  readInteger,
  readSequence,
  SEQUENCE,
} from './der.ts'
import type { OpenFile } from './key-file.ts'

/** A kind of file, told by its content and not by its PEM label. */
export type FileKind =
  | 'private key'
  | 'public key'
  | 'key of another algorithm than RSA'
  | 'passphrase-protected private key'
  | 'certificate'
  | 'PKCS#12 file'
  | 'file of another kind'

/** A file's kind, and of an RSA key its numbers. */
export interface Recognized {
  readonly kind: FileKind
  /** PKCS#1 of an RSA key. */
  readonly pkcs1?: Bytes
}

/** rsaEncryption with NULL for parameters (RFC 8017 appendix A.1), and without any, as some programs write it. */
const RSA_ENCRYPTION = ['06092a864886f70d0101010500', '06092a864886f70d010101']

/** Tells what a file is by the elements that it consists of. */
export function recognize({ der }: OpenFile): Recognized {
  if (!der) return { kind: 'passphrase-protected private key' }
  if (der.length > 0 && der[0] !== SEQUENCE) return { kind: 'file of another kind' }
  const parts = readSequence(der)
  const beginsWith = (...tags: number[]) => tags.every((tag, index) => parts[index]?.tag === tag)

  if (beginsWith(INTEGER, SEQUENCE, OCTET_STRING)) return readPkcs8(parts)
  if (beginsWith(INTEGER, SEQUENCE)) return { kind: 'PKCS#12 file' }
  // An EC key in its own form (RFC 5915).
  if (beginsWith(INTEGER, OCTET_STRING)) return { kind: 'key of another algorithm than RSA' }
  if (beginsWith(SEQUENCE, BIT_STRING)) return readSpki(parts)
  if (beginsWith(SEQUENCE, OCTET_STRING)) return { kind: 'passphrase-protected private key' }
  if (beginsWith(SEQUENCE, SEQUENCE, BIT_STRING)) return { kind: 'certificate' }
  const isNumbers = parts.every(({ tag }) => tag === INTEGER)
  if (isNumbers && parts.length === 9) return { kind: 'private key', pkcs1: der }
  if (isNumbers && parts.length === 2) return { kind: 'public key', pkcs1: der }
  return { kind: 'file of another kind' }
}

/** Reads PKCS#8 (RFC 5958). Its attributes, as Windows writes them, say nothing that is needed here. */
function readPkcs8([version, algorithm, key, attributes, more]: Element[]): Recognized {
  const isKnownVersion = readInteger(version as Element) <= 1n
  if (!isKnownVersion || more || (attributes && attributes.tag !== CONTEXT_0)) throw malformed()
  if (attributes) readElements(attributes.content)
  return readKey('private key', algorithm as Element, (key as Element).content)
}

/** Reads SPKI (RFC 5280 section 4.1). */
function readSpki([algorithm, key, more]: Element[]): Recognized {
  const { content } = key as Element
  // A bit string begins with the number of its unused bits.
  if (more || content[0] !== 0) throw malformed()
  return readKey('public key', algorithm as Element, content.subarray(1))
}

function readKey(kind: FileKind, algorithm: Element, pkcs1: Bytes): Recognized {
  const isRsa = RSA_ENCRYPTION.includes(toHex(algorithm.content))
  return isRsa ? { kind, pkcs1 } : { kind: 'key of another algorithm than RSA' }
}
