// How the consoles of runtimes show a value, and more than any of them shows.

const DEPTH = 10

/** Everything that an inspection of a value may show. @param {unknown} value */
export function inspect(value) {
  // Deno and Bun have consoles of their own beside the one of Node.js; workerd opens none to its programs.
  const { Deno, Bun } = /** @type {any} */ (globalThis)
  const util = globalThis.process?.getBuiltinModule?.('node:util')
  return [
    util?.inspect(value, { depth: DEPTH, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    Deno?.inspect(value, { depth: DEPTH, showHidden: true, strAbbreviateSize: Infinity, iterableLimit: Infinity }),
    Bun?.inspect(value, { depth: DEPTH }),
    ...listProperties(value, DEPTH, new Set()),
  ].join('\n')
}

/**
 * Names and values of all own properties, hidden ones too, of a value and of those within.
 *
 * @param {any} value @param {number} depth @param {Set<unknown>} seen
 * @returns {string[]}
 */
function listProperties(value, depth, seen) {
  if (value === null || !['object', 'function'].includes(typeof value)) return [String(value)]
  if (depth === 0 || seen.has(value)) return []
  seen.add(value)
  const within = value instanceof Map || value instanceof Set ? [...value] : []
  const keys = Reflect.ownKeys(value)
  const values = keys.map((key) => Object.getOwnPropertyDescriptor(value, key)?.value)
  return [...keys.map(String), ...[...values, ...within].flatMap((one) => listProperties(one, depth - 1, seen))]
}
