// What publint says of the manifests, and attw of how the types resolve.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { root } from '../harness/project.mjs'

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<string[]>} problems */
export async function checkManifests({ tarballs }) {
  const problems = []
  for (const [name, { path }] of tarballs) {
    const tarball = readFileSync(path)
    const buffer = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength)
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
    problems.push(...messages.map((message) => `${name}: publint: ${formatMessage(message, pkg)}`))
    // A package that imports itself by name does not resolve under node10, which this profile leaves out otherwise.
    const rules = pkg['exports']?.['./conformance'] ? ['--ignore-rules', 'internal-resolution-error'] : []
    try {
      const args = ['attw', path, '--profile', 'esm-only', '--no-emoji', ...rules]
      execFileSync('npx', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
    } catch (error) {
      problems.push(`${name}: attw:\n${/** @type {{ stdout?: string }} */ (error).stdout}`)
    }
  }
  return problems
}
