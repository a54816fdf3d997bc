import { type Bytes, decodeBase64, toHex, toUtf8 } from './bytes.ts'
import { BIT_STRING, INTEGER, readSequence } from './der.ts'
import type { Text } from './language.ts'

/** A signature, opened with the public half of the key that should have made it. */
export interface OpenedSignature {
  /** Whether that key made it; `undefined` where nothing can tell. */
  readonly isOfKey?: boolean
  /** Way in which it was made, where that is another than SHA256withRSA. */
  readonly fault?: Text
  /** Tells whether it is the signature of a message. */
  isOf(message: Bytes): Promise<boolean>
}

/** Beginnings of the `DigestInfo` of PKCS#1 v1.5 (RFC 8017 section 9.2), in hexadecimal. */
const DIGESTS: readonly (readonly [hash: string, prefix: string])[] = [
  ['SHA-256', '3031300d060960864801650304020105000420'],
  ['SHA-1', '3021300906052b0e03021a05000414'],
  ['MD5', '3020300c06082a864886f70d020505000410'],
  ['SHA-384', '3041300d060960864801650304020205000430'],
  ['SHA-512', '3051300d060960864801650304020305000440'],
]

/**
 * Opens a signature with a public key: what it was made of stands in it, so that each message in question costs a hash
 * instead of a signature.
 *
 * @param signature - bytes of the signature.
 * @param publicKey - SPKI as PEM, of an RSA key.
 * @see RFC 8017 section 8.2.2
 */
export function openSignature(signature: Bytes, publicKey: string): OpenedSignature {
  const content = recover(signature, publicKey)
  if (content === undefined) return { isOfKey: false, isOf: async () => false }
  const [hash, prefix] = DIGESTS.find(([, beginning]) => content.startsWith(beginning)) ?? []
  if (hash === undefined || prefix === undefined) return { isOfKey: true, fault: NO_DIGEST, isOf: async () => false }
  if (hash !== 'SHA-256') return { isOfKey: true, fault: nameHash(hash), isOf: async () => false }
  const digest = content.slice(prefix.length)
  return { isOfKey: true, isOf: async (message) => (await sha256(message)) === digest }
}

const NO_DIGEST: Text = {
  en: 'The signature was made with this key, but by encrypting with the private key: what SHA256withRSA puts around the hash is missing.',
  zh: '签名由该私钥生成，但用的是“私钥加密”：缺少 SHA256withRSA 在摘要外的编码。',
}

function nameHash(hash: string): Text {
  return {
    en: `The signature was made with this key, but with ${hash} in place of SHA-256.`,
    zh: `签名由该私钥生成，但摘要算法是 ${hash}，而不是 SHA-256。`,
  }
}

/** Tells whether a signature is RSASSA-PSS, which WeChat Pay does not take, of a message. */
export async function isPss(message: Bytes, signature: Bytes, publicKey: string): Promise<boolean> {
  const key = await crypto.subtle.importKey('spki', readPem(publicKey), { name: 'RSA-PSS', hash: 'SHA-256' }, false, [
    'verify',
  ])
  for (const saltLength of [32, signature.length - 34, 20, 0])
    if (await crypto.subtle.verify({ name: 'RSA-PSS', saltLength }, key, signature, message)) return true
  return false
}

/** Recovers the hash and its prefix from a signature, in hexadecimal; `undefined` where another key made it. */
function recover(signature: Bytes, publicKey: string): string | undefined {
  const numbers = readNumbers(publicKey)
  if (!numbers || signature.length !== numbers.length) return undefined
  const opened = power(toNumber(signature), numbers.exponent, numbers.modulus)
  const padded = opened.toString(16).padStart(numbers.length * 2, '0')
  return /^0001(?:ff){8,}00(.*)$/.exec(padded)?.[1]
}

function readNumbers(publicKey: string): { modulus: bigint; exponent: bigint; length: number } | undefined {
  const key = readSequence(readPem(publicKey)).find(({ tag }) => tag === BIT_STRING)
  const [modulus, exponent] = key ? readSequence(key.content.subarray(1)) : []
  if (modulus?.tag !== INTEGER || exponent?.tag !== INTEGER) return undefined
  const length = modulus.content.length - (modulus.content[0] === 0 ? 1 : 0)
  return { modulus: toNumber(modulus.content), exponent: toNumber(exponent.content), length }
}

function readPem(pem: string): Bytes {
  return decodeBase64(pem.replace(/-----[^-]+-----/g, '')) ?? toUtf8('')
}

function toNumber(bytes: Bytes): bigint {
  return BigInt(`0x0${toHex(bytes)}`)
}

/**
 * The public operation of RSA (RFC 8017 section 5.2.2), which no runtime offers by itself. It computes with public numbers, and
 * nothing is trusted by it: whether a signature is good is told by verification alone.
 */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** SHA-256 in hexadecimal. */
export async function sha256(bytes: Bytes): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
