import { TOLERANCE } from '../clock.ts'
import type { AcceptedSignatures } from '../settings.ts'

/** Most signatures that are remembered, some 12 MB of memory; beyond it the oldest second is forgotten first. */
const MAX_SIGNATURES = 200_000

/**
 * Length of the part of a signature that is remembered: 72 bits, which no two signatures share by accident. Longer parts
 * would keep whole signatures in memory, because engines share the text of long pieces.
 */
const LENGTH = 12

/** Makes an empty memory. */
export function createAcceptedSignatures(): AcceptedSignatures {
  /** The signatures by the second in which they were made, and their number. */
  const seconds = new Map<number, Set<string>>()
  let count = 0
  /** The latest second that was forgotten: whatever is as old may have been accepted before. */
  let forgotten = Number.NEGATIVE_INFINITY

  const forget = (second: number) => {
    count -= seconds.get(second)?.size ?? 0
    seconds.delete(second)
    forgotten = Math.max(forgotten, second)
  }
  /** Forgets what is stale by now, and the oldest while there is too much. */
  const clear = (now: number) => {
    for (const second of seconds.keys()) if (now - second * 1000 > TOLERANCE) forget(second)
    while (count > MAX_SIGNATURES) forget(Math.min(...seconds.keys()))
  }

  return {
    accept(headers, now) {
      const { 'wechatpay-timestamp': timestamp, 'wechatpay-signature': signature = '' } = headers
      const second = Number(timestamp)
      let signatures = seconds.get(second)
      if (!signatures) {
        clear(now)
        // Verification may have begun before it was forgotten, or the clock was set back since.
        if (second <= forgotten) return false
        signatures = new Set()
        seconds.set(second, signatures)
      }
      const before = signatures.size
      signatures.add(signature.slice(0, LENGTH))
      count += signatures.size - before
      return signatures.size > before
    },
  }
}
