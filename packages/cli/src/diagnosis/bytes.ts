/** Bytes in memory that nobody shares, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** The text of UTF-8 bytes; a byte order mark stays, because signatures cover it. */
export function toText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** The UTF-8 bytes of a text. */
export function toUtf8(text: string): Bytes {
  return new TextEncoder().encode(text)
}

/** The length of a text in UTF-8 bytes. */
export function countBytes(text: string): number {
  return toUtf8(text).length
}

/** A text in which every byte is the character of its number, as Latin-1 reads it. */
export function toLatin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** The bytes of a text by the numbers of its characters; what is beyond a byte is cut. */
export function fromLatin1(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff)
}

/** Standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(toLatin1(bytes))
}

/** The bytes of base64 as people have it: with or without padding, of either alphabet. `undefined` where it is none. */
export function decodeBase64(text: string): Bytes | undefined {
  const compact = text.replace(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/')
  if (!/^[A-Za-z\d+/]*$/.test(compact) || compact.length % 4 === 1) return undefined
  return fromLatin1(atob(compact))
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Some bytes after others. */
export function concatenate(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}
