import { redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'

/** Reads the caller's clock in seconds; refuses one that does not give the time in milliseconds. */
export function readClock(now: () => number): number {
  let milliseconds: unknown
  try {
    milliseconds = now()
  } catch (error) {
    refuse('now', 'threw an error (see cause)', { cause: redactError(error) })
  }
  // Up to eleven digits of seconds, which is all that a signed message holds.
  if (typeof milliseconds === 'number' && milliseconds >= 0 && milliseconds < 1e14) {
    return Math.floor(milliseconds / 1000)
  }
  // An asynchronous clock that fails would end a Node.js process.
  if (typeof milliseconds === 'object') Promise.resolve(milliseconds).catch(() => {})
  refuse('now', 'must give the time in milliseconds since 1970, as Date.now does')
}

/** Longest distance of a signed message's time from the clock, in milliseconds: the protocol's. */
export const TOLERANCE = 300_000
