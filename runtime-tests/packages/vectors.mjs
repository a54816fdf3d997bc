// The test vectors as they are packed: exactly their files, and in every Node.js the runner, which has the packed crypto
// package respond to all of them.
import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../harness/process.mjs'
import { root } from '../harness/project.mjs'
import { NODE_VERSIONS, nodeBinary } from '../harness/runtimes.mjs'

export const VECTORS = '@wechatpay-kit/test-vectors'

const ADAPTERS = ['vectors-respond.mjs', 'vectors-webcrypto.mjs']

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkVectors({ folder, tarballs }) {
  const problems = checkFiles(tarballs.get(VECTORS)?.files ?? [])
  for (const file of ADAPTERS) cpSync(join(root, 'test/programs', file), join(folder, file))
  const runner = join(folder, 'node_modules', VECTORS, 'main.mjs')
  const options = (/** @type {string} */ node) => ['--reasons', '--', node, 'vectors-webcrypto.mjs']
  const runs = NODE_VERSIONS.map(nodeBinary).map((node) => [node, runner, ...options(node)])
  // As the pages have it: npx finds the one command of the package.
  for (const [command = '', ...args] of [...runs, ['npx', '--no-install', VECTORS, ...options(process.execPath)]]) {
    const { code, output } = await start(command, args, folder)
    if (code !== 0 || !/^vectors: \d{3} passed, 0 different, 0 unsupported, 0 without a response\n$/m.test(output))
      problems.push(`${VECTORS}: ${command}: exit code ${code}: ${output.slice(-500)}`)
  }
  return problems
}

/** Everything in the repository but what makes it, and the license. @param {string[]} files */
function checkFiles(files) {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: join(root, 'test-vectors'),
    encoding: 'utf8',
  })
  const expected = new Set(['LICENSE', ...listed.trim().split('\n')])
  expected.delete('generate.sh')
  const packed = new Set(files.map((path) => path.replace(/^package\//, '')))
  return [
    ...[...expected].filter((path) => !packed.has(path)).map((path) => `${VECTORS}: ${path} is missing in the tarball`),
    ...[...packed]
      .filter((path) => !expected.has(path))
      .map((path) => `${VECTORS}: ${path} should not be in the tarball`),
  ]
}
