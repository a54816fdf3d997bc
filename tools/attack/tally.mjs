/** Breaches that are shown of each promise. */
const SHOWN = 8

/**
 * Counts, for each promise, how often it was tried and how often it broke.
 *
 * @typedef {ReturnType<typeof createTally>} Tally
 */
export function createTally() {
  /** @type {Map<string, { group: string, promise: string, tried: number, broken: number, examples: string[] }>} */
  const rows = new Map()
  return {
    rows,
    /**
     * Counts one try.
     *
     * @param {string} group - the part of the threat model.
     * @param {string} promise
     * @param {boolean} isKept - whether the promise held.
     * @param {string} example - the try in a few words, shown where it broke the promise.
     */
    count(group, promise, isKept, example) {
      const key = `${group}\n${promise}`
      const row = rows.get(key) ?? { group, promise, tried: 0, broken: 0, examples: [] }
      rows.set(key, row)
      row.tried++
      if (isKept) return
      row.broken++
      if (row.examples.length < SHOWN && !row.examples.includes(example)) row.examples.push(example)
    },
  }
}
