import { spreadOf } from '../harness/statistics.mjs'
import { createData } from '../runtimes/data.mjs'
import { measureStarts, openPrograms, runInShell } from '../runtimes/programs.mjs'

/** @typedef {Awaited<ReturnType<typeof measureFirstSignature>>} FirstSignature */

/** Milliseconds from the start of a Node.js process to its first signature, with this kit and in bare WebCrypto, bundled. @param {number} times */
export async function measureFirstSignature(times) {
  const { folder, bundle, remove } = openPrograms(await createData())
  try {
    const shell = { command: process.execPath, args: [] }
    const run = (/** @type {string} */ program) => runInShell(shell, bundle(program, 'process'), folder)
    const { crypto: kit = [], bare = [] } = await measureStarts(run, ['crypto', 'bare'], times)
    const elapsed = (/** @type {import('../runtimes/programs.mjs').Outcome[]} */ outcomes) =>
      spreadOf(outcomes.map((outcome) => outcome.elapsed))
    return { times, kit: elapsed(kit), bare: elapsed(bare) }
  } finally {
    remove()
  }
}
