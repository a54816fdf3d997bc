import type { Bytes } from './bytes.ts'
import { readElements } from './der.ts'
import { KeyFormatError } from './errors.ts'

/** Rounds of key derivation in a whole file that pure JavaScript still does in under a second. */
const MAX_ROUNDS = 30_000

/**
 * Refuses encrypted files whose key derivation would block the thread for long: a file can ask for billions of rounds.
 * The number of rounds is wherever a number follows a salt, in the parameters of PBES1, PBKDF2 and of PKCS#12's MAC.
 */
export function checkRounds(der: Bytes): void {
  const rounds = countRounds(der, 0)
  if (rounds > MAX_ROUNDS) {
    throw new KeyFormatError(
      `The file asks for ${rounds} rounds of key derivation, and at most ${MAX_ROUNDS} are done here: convert it with openssl.`,
    )
  }
}

function countRounds(der: Bytes, depth: number): number {
  let rounds = 0
  let previousTag = 0
  for (const { tag, content } of readElements(der)) {
    if (tag === 0x02 && previousTag === 0x04) {
      rounds += content.reduce((number, byte) => number * 256 + byte, 0)
    }
    // PKCS#12 wraps its parts in octet strings; what is not DER in one is no parameter.
    const isParent = (tag & 0x20) !== 0 || (tag === 0x04 && content[0] === 0x30 && isDer(content))
    if (isParent && depth < 32) rounds += countRounds(content, depth + 1)
    previousTag = tag
  }
  return rounds
}

function isDer(bytes: Bytes): boolean {
  try {
    return readElements(bytes).length === 1
  } catch {
    return false
  }
}
