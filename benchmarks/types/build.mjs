// The build of the package of all operations, from nothing, in a copy.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './project.mjs'

/** The package, and those that it needs, which are built already. */
const PACKAGES = ['endpoints', 'client', 'crypto', 'transport-fetch']

/** Builds `packages/endpoints` so many times. @param {number} rounds @returns {number[]} seconds */
export function timeBuilds(rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-build-'))
  try {
    for (const name of ['tsconfig.base.json', ...PACKAGES.map((name) => `packages/${name}`)]) {
      cpSync(join(root, name), join(folder, name), {
        recursive: true,
        // By their times the compiler tells what is built, and by their links Node.js finds the copies.
        preserveTimestamps: true,
        verbatimSymlinks: true,
      })
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    return Array.from({ length: rounds }, () => timeBuild(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
function timeBuild(folder) {
  const built = ['dist', 'tsconfig.tsbuildinfo']
  for (const name of built) rmSync(join(folder, 'packages/endpoints', name), { recursive: true, force: true })
  const args = [join(root, 'node_modules/typescript-7.0/bin/tsc'), '-b', 'packages/endpoints', '--verbose']
  const start = performance.now()
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  const seconds = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(`The package does not build:\n${stdout.slice(0, 2000)}`)
  const projects = stdout.match(/Building project/g) ?? []
  if (projects.length !== 1) throw new Error(`Other packages were built besides:\n${stdout.slice(0, 2000)}`)
  return seconds
}
