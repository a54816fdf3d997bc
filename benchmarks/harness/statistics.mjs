/** @typedef {{ median: number, min: number, max: number }} Spread */

/** The value below which so many percent are; not a number of nothing. @param {readonly number[]} values @param {number} percent */
export function percentile(values, percent) {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN
}

/** @param {readonly number[]} values @returns {Spread} */
export function spreadOf(values) {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  return { median, min: at(0), max: at(sorted.length - 1) }
}

/** The ratio of two medians, with the least and the most that their extremes allow. @param {Spread} one @param {Spread} other @returns {Spread} */
export const ratioOf = (one, other) => ({
  median: one.median / other.median,
  min: one.min / other.max,
  max: one.max / other.min,
})

/** Whether a ratio is as wanted, and whether the extremes agree with its median. @param {Spread} ratio @param {{ atLeast?: number, atMost?: number }} target */
export function judge({ median, min, max }, { atLeast = 0, atMost = Number.POSITIVE_INFINITY }) {
  const isReached = (/** @type {number} */ value) => value >= atLeast && value <= atMost
  const verdict = isReached(median) ? 'reached' : 'not reached'
  return isReached(min) === isReached(max) ? verdict : `${verdict}, within the spread`
}

/** In random order. @template Item @param {readonly Item[]} items @returns {Item[]} */
export function shuffle(items) {
  const keyed = items.map((item) => ({ item, key: Math.random() }))
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item)
}
