// Packs the published packages as a release would and checks the tarballs: publint for the manifest, attw for the types.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const run = (/** @type {string} */ command, /** @type {string[]} */ ...args) =>
  execFileSync(command, args, { encoding: 'utf8' })
const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-'))
let failed = 0
try {
  run('npx', '--prefer-offline', '-y', 'pnpm@12.21.0', '--filter', './packages/*', 'pack', '--pack-destination', folder)
  for (const file of readdirSync(folder).sort()) {
    const tarball = readFileSync(join(folder, file))
    const buffer = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength)
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
    for (const message of messages) console.error(`${file}: publint: ${formatMessage(message, pkg)}`)
    failed += messages.length
    try {
      // A package that imports itself by name does not resolve under node10, which this profile leaves out otherwise.
      const rules = pkg.exports?.['./conformance'] ? ['--ignore-rules', 'internal-resolution-error'] : []
      run('npx', 'attw', join(folder, file), '--profile', 'esm-only', '--no-emoji', ...rules)
    } catch (error) {
      console.error(`${file}: attw:\n${/** @type {{ stdout?: string }} */ (error).stdout}`)
      failed++
    }
    console.log(`${file}: ${tarball.length} bytes, publint and attw done`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed > 0 ? 1 : 0
