import { DecryptionError, invalid } from './errors.ts'

/** Bytes in memory that nobody shares: `Uint8Array<ArrayBuffer>`, written so that TypeScript before 5.7 knows it too. */
export type Bytes = ReturnType<Uint8ArrayConstructor['of']>

/** UTF-8 bytes of a text, or a private copy of the given bytes. Half a surrogate pair is refused: it has no UTF-8. */
export function toBytes(value: string | Uint8Array, role: string): Bytes {
  if (typeof value === 'string' && (value as WellFormed).isWellFormed()) return new TextEncoder().encode(value)
  if (typeOf(value) === 'Uint8Array') return new Uint8Array(value as Uint8Array)
  throw invalid(role, 'well-formed text or bytes')
}

/** Of ES2024, and in every runtime that this package supports. */
type WellFormed = string & { isWellFormed(): boolean }

/** The built-in type of a value, as `Uint8Array` of a Buffer. Not instanceof: a value may come from another realm. */
export function typeOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/** One after the other. */
export function concatenate(parts: readonly ArrayLike<number>[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let position = 0
  for (const part of parts) {
    whole.set(part, position)
    position += part.length
  }
  return whole
}

/** A binary text: one character per byte, as `btoa` and node-forge take it. */
export function toBinary(bytes: Uint8Array): string {
  let binary = ''
  // In pieces, as a call takes only so many arguments. Not spread, which is six times slower here.
  for (let at = 0; at < bytes.length; at += 16384)
    binary += String.fromCharCode.apply(0, bytes.subarray(at, at + 16384) as unknown as number[])
  return binary
}

/** The bytes of a binary text. */
export function fromBinary(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** Lower-case hexadecimal, two digits per byte. */
export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** The base64 of ES2026, where the runtime has it: without a text between. */
interface NativeBase64 {
  fromBase64?(text: string): Bytes
  toBase64?(): string
}

/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(given: Uint8Array | ArrayBuffer): string {
  const bytes: Bytes & NativeBase64 = new Uint8Array(given)
  return bytes.toBase64?.() ?? btoa(toBinary(bytes))
}

/**
 * The bytes of canonical standard base64, or `undefined`. Whitespace, missing padding, the URL-safe alphabet and unused
 * bits that are not zero are refused: two texts that mean the same bytes would make a signature malleable.
 *
 * @param length - how many bytes there must be, if that is known.
 */
export function decodeBase64(text: string, length?: number): Bytes | undefined {
  try {
    const bytes = (Uint8Array as NativeBase64).fromBase64?.(text) ?? fromBinary(atob(text))
    const isExpected = bytes.length === (length ?? bytes.length)
    if (isExpected && encodeBase64(bytes) === text) return bytes
  } catch {
    // Not base64 at all.
  }
}

/** Decrypts base64. Whatever goes wrong, the error is the same. */
export async function decryptBase64(
  ciphertext: string,
  decrypt: (bytes: Bytes) => Bytes | ArrayBuffer | Promise<Bytes | ArrayBuffer>,
  length?: number,
): Promise<Uint8Array> {
  const bytes = decodeBase64(ciphertext, length)
  try {
    if (bytes) return new Uint8Array(await decrypt(bytes))
  } catch {
    // The same error as for what is not base64.
  }
  throw new DecryptionError(
    'The ciphertext was made for another key, or is damaged. Compare the key with the merchant platform.',
  )
}
