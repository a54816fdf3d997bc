// Publishes to JSR, or tries what publishing would check: types, explicit types of all that is exported, files.
// Usage: npm run jsr [-- --publish [options of deno publish]]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { JSR_FOLDERS } from './release/jsr.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [first, ...options] = process.argv.slice(2)

if (first === '--publish') process.exitCode = runDeno(options, 'inherit').status ?? 1
else tryPublishing()

/** Prints how many files each package would have, or what keeps one back. */
function tryPublishing() {
  // The files as they are, committed or not.
  const { status, stdout, stderr } = runDeno(['--dry-run', '--allow-dirty'], 'pipe')
  const output = `${stdout}${stderr}`
  const packages = [...output.matchAll(/^Simulating publish of (\S+) with files:\n((?: {3}.+\n)*)/gm)]
  for (const [, name, files = ''] of packages) console.log(`${name}: ${files.trim().split('\n').length} files`)
  const isGood = status === 0 && packages.length === JSR_FOLDERS.length
  if (!isGood) console.error(output)
  console.log(`jsr: ${isGood ? 'good' : 'cannot be published'}`)
  process.exitCode = isGood ? 0 : 1
}

/** @param {readonly string[]} args @param {'inherit' | 'pipe'} stdio */
function runDeno(args, stdio) {
  const outcome = spawnSync(`${root}runtime-tests/node_modules/.bin/deno`, ['publish', '--no-lock', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio,
  })
  if (outcome.error) throw outcome.error
  return outcome
}
