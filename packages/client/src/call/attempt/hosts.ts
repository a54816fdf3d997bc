/** Hosts that serve the same calls, and what is remembered of them. */
export interface Hosts {
  /**
   * Chooses the host for the next attempt, by its index: within a call, after a failure, the one after the host that
   * failed; else the first in the given order that does not rest.
   */
  choose(failed?: number): number
  /** Records whether an attempt got a complete response; one, whatever it says, forgives everything. */
  record(index: number, hasResponded: boolean): void
}

/** The memory of one host. */
interface HostState {
  /** Failures in a row of attempts that got no complete response. */
  readonly failures: number
  /** Time until which it is left alone, in milliseconds. */
  readonly restsUntil: number
}

/** Failures in a row after which a host is left alone for a while. */
const TOLERATED_FAILURES = 3

/** Time for which it is left alone, in milliseconds. Then one call probes it again. */
const REST = 60_000

/** Makes the hosts of these origins, of which nothing is known yet. */
export function createHosts(baseUrls: readonly string[]): Hosts {
  const states = baseUrls.map((): HostState => ({ failures: 0, restsUntil: 0 }))
  return {
    choose(failed) {
      if (failed !== undefined) return (failed + 1) % states.length
      const now = performance.now()
      return Math.max(
        0,
        states.findIndex(({ restsUntil }) => restsUntil <= now),
      )
    },
    record(index, hasResponded) {
      const failures = hasResponded ? 0 : (states[index]?.failures ?? 0) + 1
      states[index] = { failures, restsUntil: failures < TOLERATED_FAILURES ? 0 : performance.now() + REST }
    },
  }
}
