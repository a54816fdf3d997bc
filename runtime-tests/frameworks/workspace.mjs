// The workspace of the examples, copied into the project that has the packed packages, and installed from its lockfile.
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pnpm } from '../harness/pack.mjs'
import { start } from '../harness/process.mjs'
import { root } from '../harness/root.mjs'

/** What an installation, or a build of an earlier one, has left in the repository. */
const LEFT = ['node_modules', '.env', 'dist', 'build', '.next', '.nitro', '.output', '.svelte-kit']

/** Milliseconds that an installation may take which downloads everything, 700 MB of it once unpacked. */
const INSTALLED_WITHIN = 600_000

/**
 * @typedef {object} Workspace
 * @property {number} seconds that the installation took
 * @property {(name: string) => string} folderOf the folder of an example
 * @property {(name: string, dependency: string) => string} versionOf the version that is installed of a dependency of an example
 */

/**
 * @param {string} project folder that has the packed packages in its `node_modules`
 * @param {readonly { name: string }[]} examples what is installed
 * @returns {Promise<Workspace>}
 */
export async function createWorkspace(project, examples) {
  const workspace = join(project, 'frameworks')
  const filter = (/** @type {string} */ path) => !LEFT.includes(basename(path))
  cpSync(join(root, 'examples/frameworks'), workspace, { recursive: true, filter })
  /** @type {Workspace['folderOf']} */
  const folderOf = (name) => join(workspace, name)
  const begin = performance.now()
  // And what the workspace itself brings.
  const chosen = ['.', ...examples.map(({ name }) => `./${name}`)].map((path) => `--filter=${path}`)
  const args = [...pnpm, ...chosen, 'install', '--frozen-lockfile', '--ignore-scripts']
  const { code, output } = await start('npx', args, workspace, { CI: '1' }, INSTALLED_WITHIN)
  if (code !== 0) throw new Error(`The examples could not be installed:\n${output}`)
  return {
    seconds: Math.round((performance.now() - begin) / 1000),
    folderOf,
    versionOf(name, dependency) {
      const manifest = join(folderOf(name), 'node_modules', dependency, 'package.json')
      return JSON.parse(readFileSync(manifest, 'utf8')).version
    },
  }
}

/**
 * Edits the files of an example.
 *
 * @param {string} folder of the example
 * @param {import('./examples.mjs').Edits} edits
 * @returns {() => void} puts the files back
 */
export function editFiles(folder, edits) {
  const originals = Object.keys(edits).map((file) => ({
    file,
    path: join(folder, file),
    text: read(join(folder, file)),
  }))
  for (const { file, path, text } of originals) {
    let edited = text
    for (const [from, to] of edits[file] ?? []) {
      if (edited.split(from).length !== 2) throw new Error(`${file} must have this text once: ${from}`)
      edited = edited.replace(from, () => to)
    }
    writeFileSync(path, edited)
  }
  return () => {
    for (const { path, text } of originals) writeFileSync(path, text)
  }
}

/** @param {string} path */
function read(path) {
  return readFileSync(path, 'utf8')
}
