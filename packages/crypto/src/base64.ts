import { fromBinary, toBinary } from './bytes.ts'

/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array | ArrayBuffer): string {
  return btoa(toBinary(new Uint8Array(bytes)))
}

/**
 * The bytes of canonical standard base64, or `undefined`. Whitespace, missing padding, the URL-safe alphabet and unused
 * bits that are not zero are refused: two texts that mean the same bytes would make a signature malleable.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text)
    return btoa(binary) === text ? fromBinary(binary) : undefined
  } catch {
    return undefined
  }
}
