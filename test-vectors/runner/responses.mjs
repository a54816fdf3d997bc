// Reads the lines of a command: each is a response to one case, or a fault that is told once with how often it came.
import { escapeControls, shorten } from './show.mjs'

/**
 * @typedef {import('./cases.mjs').Case} Case
 * @typedef {import('./judge.mjs').Response} Response
 */

const FAULTS = {
  junk: 'is no JSON object. Standard output is for responses alone; write logs to standard error',
  'without id': 'has no id that is a text. Copy the id of the question',
  unknown: 'has an id that was not asked for. Copy the id of the question',
  twice: 'is the second response to a question; the first counts. Respond to each once',
}

/** @param {Case[]} cases */
export function createResponses(cases) {
  const open = new Map(cases.map((one) => [one.id, one]))
  /** @type {Map<string, Response>} */
  const byId = new Map()
  /** @type {Map<keyof typeof FAULTS, { count: number, first: string }>} */
  const faults = new Map()

  return {
    byId,
    /** Cases without a response. @returns {Case[]} */
    listOpen: () => [...open.values()],
    /** Takes a line; tells whether it was a response that was asked for. @param {string} line */
    take(line) {
      if (line.trim() === '') return false
      const fault = read(line)
      if (fault === undefined) return true
      const before = faults.get(fault)
      faults.set(fault, { count: (before?.count ?? 0) + 1, first: before?.first ?? line })
      return false
    },
    /** A sentence for each kind of fault. @returns {string[]} */
    describeFaults: () =>
      [...faults].map(([fault, { count, first }]) => {
        const line = escapeControls(shorten(first, 120))
        const others = count === 1 ? '' : ` (and ${count - 1} more)`
        return `A line ${FAULTS[fault]}. Found${others}: ${line}`
      }),
  }

  /** @param {string} line @returns {keyof typeof FAULTS | undefined} its fault */
  function read(line) {
    const value = parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'junk'
    const { id, ...response } = /** @type {{ id?: unknown }} */ (value)
    if (typeof id !== 'string') return 'without id'
    if (byId.has(id)) return 'twice'
    if (!open.delete(id)) return 'unknown'
    byId.set(id, response)
    return undefined
  }
}

/** @param {string} line @returns {unknown} */
function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
