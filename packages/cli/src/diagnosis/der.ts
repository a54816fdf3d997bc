import { type Bytes, concatenate } from './bytes.ts'

/** One element of DER: its tag, and the bytes inside it. */
export interface Element {
  readonly tag: number
  readonly content: Bytes
  /** Tag, length and content. */
  readonly bytes: Bytes
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OBJECT_IDENTIFIER = 0x06
export const SEQUENCE = 0x30
/** The second optional element of a structure. */
export const CONTEXT_1 = 0xa1

/** Reads the elements that some bytes consist of, as far as they can be read; what is damaged ends them. */
export function readElements(bytes: Bytes): Element[] {
  const elements: Element[] = []
  for (let place = 0; place < bytes.length; ) {
    const element = readElement(bytes.subarray(place))
    if (!element) break
    elements.push(element)
    place += element.bytes.length
  }
  return elements
}

/** Reads the elements within a SEQUENCE that some bytes begin with. */
export function readSequence(bytes: Bytes): Element[] {
  const [first] = readElements(bytes)
  return first?.tag === SEQUENCE ? readElements(first.content) : []
}

/** Tells whether bytes are one SEQUENCE from end to end, as every file of a key in DER is. */
export function isDer(bytes: Bytes): boolean {
  return bytes[0] === SEQUENCE && readElement(bytes)?.bytes.length === bytes.length
}

function readElement(bytes: Bytes): Element | undefined {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) return undefined
  const digits = first < 0x80 ? 0 : first & 0x7f
  if (digits > 4) return undefined
  let length = digits === 0 ? first : 0
  for (const digit of bytes.subarray(2, 2 + digits)) length = length * 256 + digit
  const end = 2 + digits + length
  if (end > bytes.length) return undefined
  return { tag, content: bytes.subarray(2 + digits, end), bytes: bytes.subarray(0, end) }
}

/** Writes an element. */
export function writeElement(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = concatenate(...parts)
  return concatenate(Uint8Array.of(tag), writeLength(content.length), content)
}

function writeLength(length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(length)
  const digits: number[] = []
  for (let rest = length; rest > 0; rest >>= 8) digits.unshift(rest & 0xff)
  return Uint8Array.of(0x80 | digits.length, ...digits)
}
