import { refuse } from './errors.ts'

/** How many ciphertexts are remembered; older ones are forgotten. */
const LIMIT = 1000

/** Remembers for which key a text was encrypted by hand, because a ciphertext does not say it. */
export interface Ciphertexts {
  remember(ciphertext: string, id: string): void
  /** Refuses a ciphertext that was made for another key than the call names. */
  check(text: string, field: string, id: string): void
}

/** Starts with none. */
export function createCiphertexts(): Ciphertexts {
  const ids = new Map<string, string>()
  return {
    remember(ciphertext, id) {
      ids.set(ciphertext, id)
      for (const oldest of ids.keys()) {
        if (ids.size <= LIMIT) break
        ids.delete(oldest)
      }
    },
    check(text, field, id) {
      // Nearly always so, and cheaper than to look up a long text.
      if (ids.size === 0) return
      const own = ids.get(text)
      if (own === undefined || own === id) return
      refuse(
        field,
        `is a ciphertext for the key ${own}, but the call names ${id}; encrypt it again, or set headers['Wechatpay-Serial']`,
      )
    },
  }
}
