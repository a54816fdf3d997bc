import { type Bytes, concatenate, toHex } from './bytes.ts'
import { KeyFormatError } from './errors.ts'

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OBJECT_IDENTIFIER = 0x06
export const SEQUENCE = 0x30
/** The first optional field of a SEQUENCE. */
export const CONTEXT_0 = 0xa0

/** One DER element. */
export interface Element {
  readonly tag: number
  readonly content: Bytes
  /** All of it: tag, length and content. */
  readonly bytes: Bytes
}

/** Reads the elements that fill some bytes; strict DER (X.690 section 10), at most 16 MiB each. */
export function readElements(bytes: Bytes): Element[] {
  const elements: Element[] = []
  let position = 0
  while (position < bytes.length) {
    const element = readElement(bytes.subarray(position))
    elements.push(element)
    position += element.bytes.length
  }
  return elements
}

/** Reads the elements within the only element of some bytes, a SEQUENCE. */
export function readSequence(bytes: Bytes): Element[] {
  const [sequence, more] = readElements(bytes)
  if (sequence?.tag !== SEQUENCE || more) throw malformed()
  return readElements(sequence.content)
}

/** Reads an INTEGER that is positive or zero, and minimal. */
export function readInteger({ tag, content }: Element): bigint {
  // A byte that is missing is taken for one that begins a negative number.
  const [first = 0x80, second = 0x80] = content
  const isPadded = first === 0 && second < 0x80
  if (tag !== INTEGER || first >= 0x80 || isPadded) throw malformed()
  return BigInt(`0x${toHex(content)}`)
}

/** Reads the element with which some bytes begin. */
function readElement(bytes: Bytes): Element {
  const [tag = 0] = bytes
  const [length, lengthSize] = readLength(bytes.subarray(1))
  const start = 1 + lengthSize
  const end = start + length
  if (end > bytes.length) throw malformed()
  return { tag, content: bytes.subarray(start, end), bytes: bytes.subarray(0, end) }
}

/** Reads a length: one byte if it is less than 128, otherwise the number of the bytes that hold it, and these. */
function readLength(bytes: Bytes): [length: number, size: number] {
  // Where it is missing, it is taken for the indefinite form, which is no DER.
  const [first = 0x80] = bytes
  if (first < 0x80) return [first, 1]
  const digits = bytes.subarray(1, 1 + (first & 0x7f))
  let length = 0
  for (const digit of digits) length = length * 256 + digit
  // Only the shortest form is DER. Without digits it is the indefinite form.
  const isLonger = length < 0x80 || digits[0] === 0
  if (isLonger || digits.length > 3) throw malformed()
  return [length, 1 + digits.length]
}

/**
 * Writes an element with a content of 256 to 65,535 bytes, as every RSA key of 2048 to 16384 bits has it: its length takes
 * two bytes.
 */
export function encodeElement(tag: number, ...parts: ArrayLike<number>[]): Bytes {
  const content = concatenate(parts)
  return concatenate([[tag, 0x82, content.length >> 8, content.length], content])
}

/** The error for a key or certificate whose bytes are not what their form demands. */
export function malformed(): KeyFormatError {
  return new KeyFormatError('The file is damaged or incomplete: copy it again.')
}
