import { fromBinary, toBinary } from './bytes.ts'
import { DecryptionError } from './errors.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array | ArrayBuffer): string {
  return btoa(toBinary(new Uint8Array(bytes)))
}

/**
 * The bytes of canonical standard base64, or `undefined`. Whitespace, missing padding, the URL-safe alphabet and unused
 * bits that are not zero are refused: two texts that mean the same bytes would make a signature malleable.
 *
 * @param size - how many bytes there must be.
 */
export function decodeBase64(text: string, size?: number): Bytes | undefined {
  try {
    const binary = atob(text)
    // Without a size the difference is NaN, which any length passes.
    if (btoa(binary) === text && !(binary.length - (size as number))) return fromBinary(binary)
  } catch {
    // Not base64 at all.
  }
}

/** Decrypts base64 of so many bytes. Whatever goes wrong, the error is the same. */
export async function decryptBase64(
  ciphertext: string,
  decrypt: (bytes: Bytes) => Promise<ArrayBuffer | Bytes>,
  size?: number,
): Promise<Uint8Array> {
  try {
    return new Uint8Array(await decrypt(decodeBase64(ciphertext, size) as Bytes))
  } catch {
    throw new DecryptionError('Wrong key or ciphertext.')
  }
}
