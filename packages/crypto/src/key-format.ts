import { toHex } from './bytes.ts'
import { type Element, malformed, readInteger, readSequence } from './der.ts'
import { KeyFormatError } from './errors.ts'
import { readFile, unexpected } from './pem.ts'

/** Moduli accepted, in bits: WeChat Pay's keys have 2048, and no runtime computes with more than 16384. */
const MIN_BITS = 2048
const MAX_BITS = 16384

/** AlgorithmIdentifier of rsaEncryption: its OID and NULL (RFC 8017 appendix A.1). */
const RSA = '06092A864886F70D0101010500'

/** What a DER file is, as a PEM label, by the tags of its first elements. */
const LABELS: Record<string, string> = {
  '2,48,4': 'PRIVATE KEY',
  '48,3': 'PUBLIC KEY',
  '48,4': 'ENCRYPTED PRIVATE KEY',
  '2,2,2': 'RSA PRIVATE KEY',
  '2,2': 'RSA PUBLIC KEY',
  '2,4,160': 'EC PRIVATE KEY',
  '48,48,3': 'CERTIFICATE',
}

/** An RSA key that was checked. */
export interface RsaKey {
  readonly der: Uint8Array<ArrayBuffer>
  readonly modulus: bigint
  /** Length of the modulus in bytes, and so that of a signature or ciphertext. */
  readonly size: number
}

/**
 * Reads an unencrypted RSA key of at least 2048 bits, of the kind asked for.
 *
 * Runtimes disagree here (one takes PKCS#1 for PKCS#8, some accept trailing bytes or numbers that do not fit together),
 * so everything is checked before any of them sees it.
 *
 * @param key - PEM text, or DER bytes.
 * @param wanted - the PEM label of the kind asked for.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`)
 */
export function readKey(key: string | Uint8Array, wanted: 'PRIVATE KEY' | 'PUBLIC KEY'): RsaKey {
  const isPrivate = wanted === 'PRIVATE KEY'
  const der = readFile(key, wanted)
  const elements = readSequence(der)
  const found = LABELS[String(elements.slice(0, 3).map(({ tag }) => tag))] ?? 'file of another kind'
  if (found !== wanted) throw unexpected(found, wanted)
  // PKCS#8 may end in attributes.
  if (!/^(160)?$/.test(String(elements.slice(3).map(({ tag }) => tag)))) throw malformed()
  const [algorithm, content] = elements.slice(isPrivate ? 1 : 0) as [Element, Element]
  checkAlgorithm(toHex(algorithm.content))
  const numbers = readSequence(content.content.subarray(isPrivate ? 0 : 1)).map(readInteger)
  // A PKCS#1 private key begins with version 0, and a BIT STRING with the number of its unused bits, which must be none.
  const first = isPrivate ? numbers.shift() : BigInt(content.content[0] as number)
  if (first !== 0n || numbers.length !== (isPrivate ? 8 : 2)) throw malformed()
  return { der, modulus: numbers[0] as bigint, size: Math.ceil(checkNumbers(numbers) / 8) }
}

function checkAlgorithm(identifier: string): void {
  if (identifier === RSA) return
  const name = identifier.startsWith('06072A8648CE3D0201')
    ? 'EC'
    : identifier.startsWith('06092A864886F70D01010A')
      ? 'RSA-PSS'
      : identifier
  throw new KeyFormatError(`Expected an RSA key, found the algorithm ${name}.`)
}

/** Checks that the numbers form an RSA key (RFC 8017 section 3); gives the length of the modulus in bits. */
function checkNumbers([n = 0n, e = 0n, d, p = 0n, q = 0n, dP, dQ, qInv = 0n]: readonly bigint[]): number {
  const bits = n.toString(2).length
  if (bits < MIN_BITS || bits > MAX_BITS) {
    throw new KeyFormatError(`Expected an RSA key of ${MIN_BITS} to ${MAX_BITS} bits, found ${bits} bits.`)
  }
  const isPublicKey = n % 2n === 1n && e % 2n === 1n && e > 1n && e < 2n ** 32n
  // Sizes first: multiplying numbers of megabytes would take long.
  const isPrivateKey = (d: bigint) =>
    d < n &&
    p < n &&
    q < n &&
    p * q === n &&
    (d * e) % (p - 1n) === 1n &&
    (d * e) % (q - 1n) === 1n &&
    dP === d % (p - 1n) &&
    dQ === d % (q - 1n) &&
    qInv < p &&
    (qInv * q) % p === 1n
  if (!isPublicKey || (d !== undefined && !isPrivateKey(d))) throw malformed()
  return bits
}
