/** Failures in a row after which a host is left alone for a while. */
const TOLERATED_FAILURES = 3

/** How long, in milliseconds. Then one call probes it again. */
const REST = 60_000

/** What a client remembers of one host. */
export interface HostState {
  /** Failures in a row of attempts that reached no complete answer. */
  readonly failures: number
  /** Until when it is left alone, in milliseconds. */
  readonly restsUntil: number
}

/** A host of which nothing is known. */
export const FRESH: HostState = { failures: 0, restsUntil: 0 }

/**
 * The host for the next attempt: within a call, after a failure, the one after the host that failed; else the first in
 * the client's order that does not rest.
 */
export function chooseHost(states: readonly HostState[], now: number, failed: number | undefined): number {
  if (failed !== undefined) return (failed + 1) % states.length
  const awake = states.findIndex(({ restsUntil }) => restsUntil <= now)
  return Math.max(0, awake)
}

/** A host's state after an attempt: an answer, whatever it says, forgives everything. */
export function updateHost({ failures }: HostState, isAnswered: boolean, now: number): HostState {
  if (isAnswered) return FRESH
  const more = failures + 1
  return { failures: more, restsUntil: more >= TOLERATED_FAILURES ? now + REST : 0 }
}
