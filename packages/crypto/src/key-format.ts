import { toBytes } from './bytes.ts'
import { KeyFormatError } from './errors.ts'
import { readPem } from './pem.ts'

/** Smallest modulus accepted, in bits. */
const MIN_BITS = 2048

const RSA = '2a864886f70d010101'
const ALGORITHMS: Record<string, string> = {
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0201': 'EC',
  '2b6570': 'Ed25519',
}

/** What was found, by PEM label, and what to do about it. The labels also name what lies in bare DER. */
const REMEDIES: Record<string, string> = {
  'PRIVATE KEY': 'a private key: this place takes the public key that WeChat Pay issued (pub_key.pem)',
  'PUBLIC KEY': 'a public key: this place takes the merchant’s private key (apiclient_key.pem)',
  'RSA PRIVATE KEY': 'a PKCS#1 private key: convert it with `openssl pkcs8 -topk8 -nocrypt`',
  'RSA PUBLIC KEY': 'a PKCS#1 public key: convert it with `openssl rsa -RSAPublicKey_in -pubout`',
  'ENCRYPTED PRIVATE KEY': 'an encrypted private key: decrypt it with `openssl pkcs8`',
  'EC PRIVATE KEY': 'an EC private key: WeChat Pay uses RSA',
  CERTIFICATE: 'a certificate: take the public key out of it with `openssl x509 -pubkey -noout`',
}

/** One DER element: its tag, and where its content lies. */
interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
}

/**
 * The DER of an unencrypted RSA key of at least 2048 bits, of the kind asked for.
 *
 * Runtimes disagree here (one takes PKCS#1 for PKCS#8, others accept trailing bytes), so the structure is checked
 * before any of them sees it.
 *
 * @param key - PEM text, or DER bytes.
 * @param wanted - the PEM label of the kind asked for.
 * @throws KeyFormatError (`KEY_FORMAT_INVALID`)
 */
export function readKey(
  key: string | Uint8Array,
  wanted: 'PRIVATE KEY' | 'PUBLIC KEY',
): { der: Uint8Array<ArrayBuffer>; bits: number } {
  if (typeof key !== 'string' && !ArrayBuffer.isView(key)) {
    throw new KeyFormatError(`A key is PEM text or DER bytes; found ${key === null ? 'null' : typeof key}.`)
  }
  let der: Uint8Array<ArrayBuffer>
  if (typeof key === 'string') {
    const { label, bytes } = readPem(key)
    if (label !== wanted) throw unexpected(label, wanted)
    if (!bytes) throw new KeyFormatError('The text between the PEM lines is not base64; copy the file again.')
    der = bytes
  } else {
    der = toBytes(key, 'A key')
  }
  const top = readElement(der, 0, der.length)
  if (top.end !== der.length) throw malformed('bytes follow the key')
  const parts = readChildren(der, top)
  const found = kindOf(parts)
  if (found !== wanted) throw unexpected(found, wanted)

  const [algorithm, content] = wanted === 'PRIVATE KEY' ? [parts[1], parts[2]] : parts
  if (!algorithm || !content) throw malformed('parts are missing')
  checkAlgorithm(der, algorithm)
  // A BIT STRING begins with the number of its unused bits, which must be none.
  const offset = wanted === 'PUBLIC KEY' ? 1 : 0
  if (offset && der[content.start] !== 0) throw malformed('the bit string is not whole bytes')
  const inner = readElement(der, content.start + offset, content.end)
  const numbers = readChildren(der, inner)
  const isWhole = inner.end === content.end && kindOf(numbers) === `RSA ${wanted}`
  if (!isWhole) throw malformed('it does not hold the numbers of an RSA key')
  const [modulus, exponent] = numbers.slice(wanted === 'PRIVATE KEY' ? 1 : 0)
  return { der, bits: checkNumbers(der, modulus as Element, exponent as Element) }
}

function kindOf(parts: readonly Element[]): string | undefined {
  const shape = parts.map((part) => part.tag.toString(16)).join(' ')
  if (shape === '30 3') return 'PUBLIC KEY'
  if (/^2 30 4( a0)?( 81)?$/.test(shape)) return 'PRIVATE KEY'
  if (shape === '30 4') return 'ENCRYPTED PRIVATE KEY'
  if (/^2( 2){8}$/.test(shape)) return 'RSA PRIVATE KEY'
  if (shape === '2 2') return 'RSA PUBLIC KEY'
  if (/^2 4( |$)/.test(shape)) return 'EC PRIVATE KEY'
  if (shape === '30 30 3') return 'CERTIFICATE'
  return undefined
}

function checkAlgorithm(der: Uint8Array, algorithm: Element): void {
  const [identifier, parameters] = readChildren(der, algorithm)
  if (identifier?.tag !== 0x06) throw malformed('its algorithm has no identifier')
  const oid = Array.from(der.subarray(identifier.start, identifier.end), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  if (oid !== RSA) {
    throw new KeyFormatError(
      `This is not an RSA key: its algorithm is ${ALGORITHMS[oid] ?? `unknown (${oid})`}. WeChat Pay uses RSA.`,
    )
  }
  if (parameters?.tag !== 0x05) throw malformed('its algorithm parameters are not NULL')
}

/** Checks modulus and public exponent; gives the modulus length in bits. */
function checkNumbers(der: Uint8Array, modulus: Element, exponent: Element): number {
  for (const { start, end } of [modulus, exponent]) {
    const [first = 0x80, second = 0x80] = der.subarray(start, end)
    if (first > 0x7f || (first === 0 && second < 0x80)) throw malformed('a number in it is not positive and minimal')
    if (((der[end - 1] as number) & 1) === 0) throw malformed('a number in it is even')
  }
  if (exponent.end - exponent.start === 1 && (der[exponent.start] as number) < 3) throw malformed('its exponent is 1')
  const start = modulus.start + (der[modulus.start] === 0 ? 1 : 0)
  const bits = (modulus.end - start) * 8 - Math.clz32(der[start] as number) + 24
  if (bits < MIN_BITS) {
    throw new KeyFormatError(`The RSA key has ${bits} bits; at least ${MIN_BITS} are required.`)
  }
  return bits
}

function readElement(der: Uint8Array, offset: number, limit: number): Element {
  const tag = der[offset]
  let length = der[offset + 1]
  let start = offset + 2
  if (tag === undefined || length === undefined || start > limit) throw malformed('it is truncated')
  if (length > 0x7f) {
    const size = length & 0x7f
    if (size < 1 || size > 3) throw malformed('a length in it is not DER')
    length = 0
    for (const byte of der.subarray(start, start + size)) length = length * 256 + byte
    if (length < (size === 1 ? 0x80 : 256 ** (size - 1))) throw malformed('a length in it is not DER')
    start += size
  }
  const end = start + length
  if (end > limit) throw malformed('it is truncated')
  return { tag, start, end }
}

function readChildren(der: Uint8Array, parent: Element): Element[] {
  const children: Element[] = []
  if (parent.tag !== 0x30) throw malformed('it is not a sequence')
  for (let offset = parent.start; offset < parent.end; ) {
    const child = readElement(der, offset, parent.end)
    children.push(child)
    offset = child.end
  }
  return children
}

function malformed(detail: string): KeyFormatError {
  return new KeyFormatError(`The key is malformed: ${detail}. Download or copy it again.`)
}

function unexpected(found: string | undefined, wanted: string): KeyFormatError {
  const text = found === undefined ? undefined : (REMEDIES[found] ?? `“${found}”`)
  return new KeyFormatError(`A ${wanted} (PEM, or its DER bytes) is wanted; found ${text ?? 'something else'}.`)
}
