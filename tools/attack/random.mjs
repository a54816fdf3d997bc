/**
 * Chance that can be repeated: the same seed gives the same attack (mulberry32).
 *
 * @typedef {ReturnType<typeof createRandom>} Random
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0
  /** A number from 0, below 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** A whole number from 0, below `end`. @param {number} end */
  const below = (end) => Math.floor(next() * end)
  return {
    below,
    /** @template Item @param {readonly Item[]} items @returns {Item} */
    pick: (items) => /** @type {Item} */ (items[below(items.length)]),
    /** @param {number} share */
    chance: (share) => next() < share,
    /** @param {number} length */
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  }
}
