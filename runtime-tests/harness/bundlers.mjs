// What only the checks of the packages need, in a workspace of its own: old versions of Node.js, test runners, bundlers.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from './process.mjs'
import { root } from './root.mjs'
import { NODE_VERSIONS, nodeBinary, versionOf } from './runtimes.mjs'

const workspace = join(root, 'runtime-tests/bundlers')

/** Installs it from its lockfile. */
export async function installBundlers() {
  const args = ['--prefer-offline', '-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile']
  const { code, output } = await start('npx', args, workspace, { CI: '1' })
  if (code !== 0) throw new Error(`runtime-tests/bundlers could not be installed:\n${output}`)
}

/** Where a file of its dependencies is. @param {string} path */
export const bundlerPath = (path) => join(workspace, 'node_modules', path)

/** The version of one of them. @param {string} name @returns {string} */
export const bundlerVersion = (name) => JSON.parse(readFileSync(bundlerPath(`${name}/package.json`), 'utf8')).version

/**
 * A Node.js to run. `requiresModules`: whether its `require` can load ES modules, so that a process has one copy of a
 * package; `args` are what makes it so.
 *
 * @typedef {{ name: string, version: string, binary: string, args: string[], requiresModules: boolean }} NodeVersion
 */

/** The oldest of each claim, by the dependency of the workspace. */
const OLDEST = ['20.0', '20.12', '20.18']

/** Every Node.js: the oldest that are claimed, and the newest of each line, as it is and as AWS Lambda sets it. @returns {NodeVersion[]} */
export function listNodeVersions() {
  const oldest = OLDEST.map((key) => {
    const binary = bundlerPath(`node-${key}/bin/node`)
    return { name: bundlerVersion(`node-${key}`), binary, args: [], requiresModules: false }
  })
  const newest = NODE_VERSIONS.flatMap((major) => {
    const shared = { name: versionOf(`node-${major}`), binary: nodeBinary(major) }
    return [
      { ...shared, args: [], requiresModules: true },
      { ...shared, args: ['--no-experimental-require-module'], requiresModules: false },
    ]
  })
  return [...oldest, ...newest].map((node) => ({
    ...node,
    version: node.name,
    name: [node.name, ...node.args].join(' '),
  }))
}

/** Tells whether a version satisfies a claim such as `>=20.18.1`. @param {string} version @param {string} claim */
export function satisfies(version, claim) {
  const numbers = (/** @type {string} */ text) => text.replace('>=', '').split('.').map(Number)
  const [own, least] = [numbers(version), numbers(claim)]
  const index = [0, 1, 2].find((at) => (own[at] ?? 0) !== (least[at] ?? 0))
  return index === undefined || (own[index] ?? 0) > (least[index] ?? 0)
}
