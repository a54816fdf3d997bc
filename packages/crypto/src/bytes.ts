import { InputError } from './errors.ts'

const encoder = new TextEncoder()

/** UTF-8 bytes of a text, or a private copy of the given bytes. Half a surrogate pair is refused: it has no UTF-8. */
export function toBytes(value: string | Uint8Array, role: string): Uint8Array<ArrayBuffer> {
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) throw new InputError(`${role} has half of a surrogate pair: repair the text.`)
    return encoder.encode(value)
  }
  if (isBytes(value)) return new Uint8Array(value)
  throw new InputError(`${role} must be a string or a Uint8Array.`)
}

/** Whether a value is bytes. Not instanceof: they may come from another realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && (value as Uint8Array).BYTES_PER_ELEMENT === 1
}

/** The message `lines[0] LF lines[1] LF … LF` of the protocol, whose last part may be bytes. */
export function joinLines(lines: readonly string[], body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const head = toBytes(`${lines.join('\n')}\n`, 'message')
  const tail = toBytes(body, 'body')
  const message = new Uint8Array(head.length + tail.length + 1)
  message.set(head)
  message.set(tail, head.length)
  message.fill(0x0a, -1)
  return message
}

/** A binary text: one character per byte, as `btoa` and node-forge take it. */
export function toBinary(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return binary
}

/** The bytes of a binary text. */
export function fromBinary(binary: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** Upper-case hexadecimal, two digits per byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}
