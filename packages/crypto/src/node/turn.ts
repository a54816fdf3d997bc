import { setImmediate } from 'node:timers'

// RSA on the main thread, as much of it as one turn of the event loop may hold. A public-key operation takes some 25 µs, as
// long as handing it to another thread does; one with a private key ten times that, which is worth handing over as soon as
// something else waits (`npm run bench:crypto`).

/** Most public-key operations of one turn: some 2.5 ms of them. */
const PUBLIC_OPERATIONS = 100

/** Operations that this turn of the event loop has done on the main thread: one count for all keys, which share the thread. */
const turn = { hasUsedPrivateKey: false, publicOperations: 0, isWatched: false }

function endTurn(): void {
  turn.hasUsedPrivateKey = false
  turn.publicOperations = 0
  turn.isWatched = false
}

/** Private-key operations that other threads are at. */
let handedOver = 0

/** Forgets the turn as soon as it is over: what waits for input or output by then comes in another. */
function watchTurn(): void {
  if (turn.isWatched) return
  turn.isWatched = true
  setImmediate(endTurn)
}

/**
 * Runs an operation with a private key: on the main thread if it is the only one that this turn and other threads are at, and
 * handed over otherwise, so that nothing waits longer than one of them.
 */
export function runPrivate<Result>(run: () => Result, handOver: () => Promise<Result>): Result | Promise<Result> {
  if (!turn.hasUsedPrivateKey && handedOver === 0) {
    turn.hasUsedPrivateKey = true
    watchTurn()
    return run()
  }
  handedOver++
  return handOver().finally(() => {
    handedOver--
  })
}

/** Runs an operation with a public key: on the main thread, but for those beyond what a turn may hold. */
export function runPublic<Result>(run: () => Result, handOver: () => Promise<Result>): Result | Promise<Result> {
  if (turn.publicOperations >= PUBLIC_OPERATIONS) return handOver()
  turn.publicOperations++
  watchTurn()
  return run()
}
