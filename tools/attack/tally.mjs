/** Breaches that are shown of each promise. */
const SHOWN = 8

/**
 * Counts, for each promise, how often it was tried and how often it broke.
 *
 * @typedef {{ group: string, promise: string, tried: number, broken: number, examples: string[] }} Row
 * @typedef {ReturnType<typeof createTally>} Tally
 */
export function createTally() {
  /** @type {Map<string, Row>} */
  const rows = new Map()
  const rowOf = (/** @type {string} */ group, /** @type {string} */ promise) => {
    const key = `${group}\n${promise}`
    const row = rows.get(key) ?? { group, promise, tried: 0, broken: 0, examples: [] }
    rows.set(key, row)
    return row
  }
  /** @param {Row} row @param {string} example */
  const show = ({ examples }, example) => {
    if (examples.length < SHOWN && !examples.includes(example)) examples.push(example)
  }
  return {
    rows,
    /** Adds what another tally counted. @param {readonly Row[]} others */
    add(others) {
      for (const { group, promise, tried, broken, examples } of others) {
        const row = rowOf(group, promise)
        row.tried += tried
        row.broken += broken
        for (const example of examples) show(row, example)
      }
    },
    /**
     * Counts one try.
     *
     * @param {string} group - the part of the threat model.
     * @param {string} promise
     * @param {boolean} isKept - whether the promise held.
     * @param {string} example - the try in a few words, shown where it broke the promise.
     */
    count(group, promise, isKept, example) {
      const row = rowOf(group, promise)
      row.tried++
      if (isKept) return
      row.broken++
      show(row, example)
    },
  }
}
