// Where Node.js cannot require ES modules, a process that imports and requires a package has two copies of it:
// programs/copies.mjs takes values of one into the other.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { listNodeVersions, satisfies } from '../harness/bundlers.mjs'
import { start } from '../harness/process.mjs'
import { root } from '../harness/root.mjs'

/** The oldest Node.js in which every package runs. */
const OLDEST = '20.18.1'

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkCopies({ folder }) {
  copyFileSync(join(root, 'runtime-tests/programs/copies.mjs'), join(folder, 'copies.mjs'))
  /** @type {string[]} */
  const problems = []
  const versions = listNodeVersions()
  const queue = versions.filter((node) => !node.requiresModules && satisfies(node.version, OLDEST)).values()
  const work = async () => {
    for (const { name, binary, args } of queue) {
      const { code, output } = await start(binary, [...args, 'copies.mjs'], folder)
      if (code !== 0 || !/^\d\d cases\n$/.test(output)) problems.push(`Node.js ${name}, two copies: ${output}`)
    }
  }
  await Promise.all([work(), work()])
  return problems
}
