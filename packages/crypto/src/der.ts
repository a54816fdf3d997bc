import { KeyFormatError } from './errors.ts'

/** One DER element. */
export interface Element {
  readonly tag: number
  readonly content: Uint8Array<ArrayBuffer>
  /** All of it: tag, length and content. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The elements that fill some bytes; strict DER (X.690 section 10), at most 16 MiB each. */
export function readElements(bytes: Uint8Array<ArrayBuffer>): Element[] {
  const elements: Element[] = []
  for (let start = 0; start < bytes.length; ) {
    const [tag = 0, first = 0] = bytes.subarray(start)
    let contentStart = start + 2
    let length = first
    if (first > 0x7f) {
      const digits = bytes.subarray(contentStart, contentStart + (first & 0x7f))
      contentStart += digits.length
      length = digits.reduce((number, byte) => number * 256 + byte, 0)
      // The shortest form, and not the indefinite one.
      if (digits.length > 3 || length < 0x80 || digits[0] === 0) throw malformed()
    }
    const end = contentStart + length
    if (end > bytes.length) throw malformed()
    elements.push({ tag, content: bytes.subarray(contentStart, end), bytes: bytes.subarray(start, end) })
    start = end
  }
  return elements
}

/** The elements within the only element of some bytes, a SEQUENCE. */
export function readSequence(bytes: Uint8Array<ArrayBuffer>): Element[] {
  const [sequence, more] = readElements(bytes)
  if (sequence?.tag !== 0x30 || more) throw malformed()
  return readElements(sequence.content)
}

/** Refuses what is no INTEGER that is positive or zero, and minimal. */
export function checkInteger({ tag, content }: Element): void {
  const [first = 0x80, second = 0x80] = content
  if (tag !== 0x02 || first > 0x7f || (first === 0 && second < 0x80)) throw malformed()
}

/** A key or certificate whose bytes are not what their form demands. */
export function malformed(): KeyFormatError {
  return new KeyFormatError('The file is truncated or malformed: copy it again.')
}
