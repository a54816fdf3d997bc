/** How much faster than ours the clock of a sandbox and its client goes: notifications are repeated after 15 s and more. */
const FACTOR = 30

/** A clock that goes faster from a moment on; the same for all who know the moment. @param {number} start milliseconds */
export const createClock = (start) => () => start + FACTOR * (Date.now() - start)
