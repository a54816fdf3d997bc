/** Values, or objects that hold some, from which on a step over all of them may take milliseconds. */
const MANY = 1_000

/**
 * Waits for a turn of the event loop, in which everything else that is ready goes on, after work on many values; after less
 * there is no need. Not by a timer where there is another way: Node.js calls all timers that are due in one turn, those too
 * that became due while it called others.
 */
export function takeTurn(values: number): Promise<unknown> | undefined {
  if (values < MANY) return undefined
  const { setImmediate = setTimeout } = globalThis as { readonly setImmediate?: (resume: () => void) => unknown }
  return new Promise<void>((resume) => setImmediate(resume))
}
