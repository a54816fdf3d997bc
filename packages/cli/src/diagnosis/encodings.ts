import { type Bytes, toUtf8 } from './bytes.ts'

let table: Map<string, readonly [number, number]> | undefined

/** The bytes of a text in GBK, as Java and PHP write it on a Chinese Windows; `undefined` where it cannot be written so. */
export function encodeGbk(text: string): Bytes | undefined {
  table ??= listGbk()
  const bytes: number[] = []
  for (const character of text) {
    const pair = table.get(character)
    if (character <= '\x7f') bytes.push(character.charCodeAt(0))
    else if (pair) bytes.push(...pair)
    else return undefined
  }
  return Uint8Array.from(bytes)
}

/** The text of bytes in GBK; `undefined` where they are none, or nothing here reads it. */
export function decodeGbk(bytes: Bytes): string | undefined {
  try {
    return new TextDecoder('gbk', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function listGbk(): Map<string, readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>()
  for (let lead = 0x81; lead < 0xff; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) {
      const text = trail === 0x7f ? undefined : decodeGbk(Uint8Array.of(lead, trail))
      if (text !== undefined && [...text].length === 1 && !found.has(text)) found.set(text, [lead, trail])
    }
  return found
}

/** Whether bytes are UTF-8. */
export function isUtf8(bytes: Bytes): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** The text of a body, in UTF-8, as ISO-8859-1 writes it: with a question mark for what it has not. */
export function toQuestionMarks(text: string): Bytes {
  return toUtf8(text.replace(/[^\0-\xff]/gu, '?'))
}
