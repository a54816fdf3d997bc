import type { Bytes } from './bytes.ts'
import { encodePkcs8, encodeSpki } from './canonical-key.ts'
import { malformed, readInteger, readSequence } from './der.ts'
import { type FileKind, recognize } from './file-kind.ts'
import { type KeyFile, type OpenFile, openFile, unexpected } from './key-file.ts'

/** The kinds of key that can be asked for. */
export type KeyKind = 'private key' | 'public key'

/** An RSA key whose numbers were checked. */
export interface RsaKey {
  /** Canonical PKCS#8 of a private key, SPKI of a public one. */
  readonly der: Bytes
  readonly modulus: bigint
  /** Length of the modulus, which is that of a signature or a ciphertext. */
  readonly modulusBytes: number
}

const FILES = { 'private key': 'apiclient_key.pem', 'public key': 'pub_key.pem' } as const

/** Remedies by the key that was asked for and the file that was found, where it is not to pass the right file. */
const REMEDIES: Record<KeyKind, { readonly [kind in FileKind]?: string }> = {
  'private key': {
    'passphrase-protected private key': 'Decrypt it with toPkcs8 of @wechatpay-kit/crypto/certificate.',
    certificate: 'A certificate holds no private key: pass apiclient_key.pem of the same download.',
    'PKCS#12 file': 'Read it with readPkcs12 of @wechatpay-kit/crypto/certificate.',
  },
  'public key': {
    certificate: 'Pass the publicKey that readCertificate of @wechatpay-kit/crypto/x509 reads.',
  },
}

/**
 * Reads an unencrypted RSA key of at least 2048 bits, of the kind asked for: PKCS#8 or SPKI, or PKCS#1 of either.
 *
 * Runtimes disagree about keys (one takes PKCS#1 for PKCS#8, some accept trailing bytes or numbers that do not fit
 * together), so everything is checked, and written in one form, before any of them sees it.
 *
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`)
 */
export function readRsaKey(file: KeyFile, wanted: KeyKind): RsaKey {
  const { kind, pkcs1 } = recognize(openKeyFile(file, wanted))
  if (kind !== wanted || !pkcs1)
    throw unexpected(describe(wanted), `a ${kind}`, REMEDIES[wanted][kind] ?? `Pass ${FILES[wanted]}.`)

  const isPrivate = wanted === 'private key'
  const numbers = readSequence(pkcs1).map(readInteger)
  if (numbers.length !== (isPrivate ? 9 : 2)) throw malformed()
  const modulus = numbers[isPrivate ? 1 : 0] as bigint
  const bits = modulus.toString(2).length
  if (bits < 2048 || bits > 16384)
    throw unexpected(describe(wanted), `an RSA key of ${bits} bits`, 'Pass one of 2048 to 16384 bits.')
  if (!(isPrivate ? isPrivateKey(numbers as PrivateNumbers) : isPublicKey(numbers as PublicNumbers))) throw malformed()
  const der = isPrivate ? encodePkcs8(pkcs1) : encodeSpki(pkcs1)
  return { der, modulus, modulusBytes: Math.ceil(bits / 8) }
}

/** Opens a file for a key. */
export function openKeyFile(file: KeyFile, wanted: KeyKind): OpenFile {
  return openFile(file, describe(wanted))
}

const describe = (wanted: KeyKind) => `a ${wanted} (${FILES[wanted]})`

/** Whether numbers are those of a public key (RFC 8017 section 3.1). */
function isPublicKey([n, e]: PublicNumbers): boolean {
  const isOdd = (n & e & 1n) === 1n
  return isOdd && e > 1n && e < 2n ** 32n
}

/** Whether numbers are those of a private key of two primes, and fit together (RFC 8017 section 3.2). */
function isPrivateKey([version, n, e, d, p, q, dP, dQ, qInv]: PrivateNumbers): boolean {
  if (version !== 0n || !isPublicKey([n, e])) return false
  // Neither prime can be 1, which nothing could be divided by, if the other is less than n.
  if (d >= n || p >= n || q >= n || p * q !== n) return false
  const isInverse = (d * e) % (p - 1n) === 1n && (d * e) % (q - 1n) === 1n
  const isReduced = d % (p - 1n) === dP && d % (q - 1n) === dQ
  return isInverse && isReduced && qInv < p && (qInv * q) % p === 1n
}

type PublicNumbers = [n: bigint, e: bigint]
type PrivateNumbers = [
  version: bigint,
  n: bigint,
  e: bigint,
  d: bigint,
  p: bigint,
  q: bigint,
  dP: bigint,
  dQ: bigint,
  qInv: bigint,
]
