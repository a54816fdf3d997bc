import { type Bytes, concatenate, encodeBase64, toHex } from './bytes.ts'
import {
  BIT_STRING,
  CONTEXT_1,
  type Element,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  readElements,
  readSequence,
  SEQUENCE,
  writeElement,
} from './der.ts'

/** The public half of a key, as far as it can be told. */
export interface PublicHalf {
  /** Algorithm and size, as OpenSSL names them: `RSA 2048`, `EC prime256v1`. */
  readonly algorithm: string
  /** Bits of an RSA key's modulus. */
  readonly rsaBits?: number
  /** SPKI. */
  readonly spki?: Bytes
}

/** The form of a key's DER. */
export type KeyForm = 'PKCS#1 private' | 'PKCS#1 public' | 'PKCS#8' | 'SEC1' | 'SPKI'

/** Algorithms by their object identifiers, in hexadecimal. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  '2a864886f70d010101': 'RSA',
  '2a864886f70d01010a': 'RSA-PSS',
  '2a8648ce3d0201': 'EC',
  '2a8648ce380401': 'DSA',
  '2b6570': 'ED25519',
  '2b6571': 'ED448',
  '2b656e': 'X25519',
}

const CURVES: Readonly<Record<string, string>> = {
  '2a8648ce3d030107': 'prime256v1',
  '2b81040022': 'secp384r1',
  '2b81040023': 'secp521r1',
  '2b8104000a': 'secp256k1',
  '2a811ccf5501822d': 'SM2',
}

const RSA = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00)
const EC = Uint8Array.of(0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01)

/** Reads algorithm, size and public half of a key; `undefined` where its structure is damaged. */
export function readPublicHalf(der: Bytes, form: KeyForm): PublicHalf | undefined {
  const parts = readSequence(der)
  if (form === 'PKCS#1 public') return readRsa(parts[0], parts[1])
  if (form === 'PKCS#1 private') return parts.length === 9 ? readRsa(parts[1], parts[2]) : undefined
  if (form === 'SEC1') return readEc(parts)
  const [algorithm, key] = form === 'SPKI' ? parts : parts.slice(1)
  if (!algorithm || !key) return undefined
  const [identifier, parameters] = readElements(algorithm.content)
  const name = ALGORITHMS[toHex(identifier?.content ?? new Uint8Array())] ?? 'unknown algorithm'
  // A bit string begins with the number of its unused bits.
  const inner = form === 'SPKI' ? key.content.subarray(1) : key.content
  if (name === 'RSA') return readPublicHalf(inner, form === 'SPKI' ? 'PKCS#1 public' : 'PKCS#1 private')
  if (name === 'RSA-PSS') return readPss(inner, form, der)
  if (name !== 'EC') return { algorithm: name, ...(form === 'SPKI' && { spki: der }) }
  if (form === 'SPKI') return { algorithm: `EC ${nameCurve(parameters)}`, spki: der }
  return readEc(readSequence(inner), parameters)
}

function readRsa(modulus: Element | undefined, exponent: Element | undefined): PublicHalf | undefined {
  if (modulus?.tag !== INTEGER || exponent?.tag !== INTEGER) return undefined
  const digits = toHex(modulus.content).replace(/^0+/, '')
  if (digits === '') return undefined
  const rsaBits = (digits.length - 1) * 4 + Number.parseInt(digits.charAt(0), 16).toString(2).length
  const numbers = writeElement(SEQUENCE, modulus.bytes, exponent.bytes)
  const spki = writeElement(SEQUENCE, RSA, writeElement(BIT_STRING, Uint8Array.of(0), numbers))
  return { algorithm: `RSA ${rsaBits}`, rsaBits, spki }
}

/** A key for RSASSA-PSS alone: its numbers are those of RSA. */
function readPss(inner: Bytes, form: KeyForm, der: Bytes): PublicHalf | undefined {
  const half = readPublicHalf(inner, form === 'SPKI' ? 'PKCS#1 public' : 'PKCS#1 private')
  return half && { algorithm: half.algorithm.replace('RSA', 'RSA-PSS'), ...(form === 'SPKI' && { spki: der }) }
}

/** The private key of a curve (RFC 5915): version, number, and perhaps curve and public point. */
function readEc(parts: readonly Element[], parameters?: Element): PublicHalf | undefined {
  if (parts[1]?.tag !== OCTET_STRING) return undefined
  const own = parts.find(({ tag }) => tag === 0xa0)
  const curve = parameters ?? (own && readElements(own.content)[0])
  const outer = parts.find(({ tag }) => tag === CONTEXT_1)
  const point = outer && readElements(outer.content)[0]
  const algorithm = `EC ${nameCurve(curve)}`
  if (!curve || point?.tag !== BIT_STRING) return { algorithm }
  return { algorithm, spki: writeElement(SEQUENCE, writeElement(SEQUENCE, EC, curve.bytes), point.bytes) }
}

function nameCurve(parameters: Element | undefined): string {
  if (parameters?.tag !== OBJECT_IDENTIFIER) return ''
  const identifier = toHex(parameters.content)
  return CURVES[identifier] ?? identifier
}

/** Writes a PEM block. */
export function writePem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${encodeBase64(concatenate(der)).replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`
}
