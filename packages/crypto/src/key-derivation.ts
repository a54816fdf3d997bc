import { KeyFormatError } from './errors.ts'
import forge from './node-forge.ts'

/** Rounds of key derivation in a whole file that pure JavaScript still does in under a second. */
const MAX_ROUNDS = 30_000

/** Rounds that a derivation counts at least: with a single one it takes as long as with these. */
const LEAST_ROUNDS = 100

/** The purpose of a derived key that is no key but the IV beside one (RFC 7292 appendix B.3). */
const IV = 2

/**
 * Reads a file with node-forge within a budget of rounds, so that no file can block the thread for long: it can ask for
 * billions. They are counted where keys are derived, because a file says how many also in parts that are encrypted
 * themselves, and node-forge reads encodings that are not DER. An IV takes as many as its key, and both count once.
 */
export function limitRounds<Result>(read: () => Result): Result {
  const { pkcs5, pkcs12 } = forge
  const { pbe } = forge.pki
  const { pbkdf2 } = pkcs5
  const { generatePkcs12Key } = pbe
  let rounds = 0
  const spend = (more: number) => {
    rounds += Math.max(more, LEAST_ROUNDS)
    if (rounds > MAX_ROUNDS) throw tooManyRounds(rounds)
  }
  pkcs5.pbkdf2 = (password, salt, iterations, ...others) => {
    spend(iterations)
    return pbkdf2(password, salt, iterations, ...others)
  }
  pkcs12.generateKey = pbe.generatePkcs12Key = (password, salt, purpose, iterations, ...others) => {
    if (purpose !== IV) spend(iterations)
    return generatePkcs12Key(password, salt, purpose, iterations, ...others)
  }
  try {
    return read()
  } catch (error) {
    // However the error of the budget was explained on its way.
    throw rounds > MAX_ROUNDS ? tooManyRounds(rounds) : error
  } finally {
    // Others in the process use the same node-forge.
    pkcs5.pbkdf2 = pbkdf2
    pkcs12.generateKey = pbe.generatePkcs12Key = generatePkcs12Key
  }
}

function tooManyRounds(rounds: number): KeyFormatError {
  return new KeyFormatError(
    `The key derivation of the file amounts to ${rounds} rounds or more, and at most ${MAX_ROUNDS} are done here: convert it with openssl.`,
  )
}
