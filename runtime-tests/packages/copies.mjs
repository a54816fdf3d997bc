// Where Node.js cannot require ES modules, one process that imports and requires a package has two copies of it: programs/copies.mjs
// takes values of one into the other.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../harness/process.mjs'
import { root } from '../harness/root.mjs'
import { NODE_VERSIONS, nodeBinary } from '../harness/runtimes.mjs'

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkCopies({ folder }) {
  copyFileSync(join(root, 'runtime-tests/programs/copies.mjs'), join(folder, 'copies.mjs'))
  const problems = []
  for (const version of NODE_VERSIONS) {
    // As AWS Lambda sets it; older versions have no other way.
    const args = ['--no-experimental-require-module', 'copies.mjs']
    const { code, output } = await start(nodeBinary(version), args, folder)
    if (code !== 0 || !/^\d\d cases\n$/.test(output)) problems.push(`node-${version}, two copies: ${output}`)
  }
  return problems
}
