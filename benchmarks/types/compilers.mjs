// Type checks of a project, each in a process of its own.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './project.mjs'

/** @typedef {{ check: number, total: number, types: number, instantiations: number, memory: number }} Figures seconds, numbers, MB */

export const COMPILERS = ['5.9', '6.0', '7.0']

/** Checks the project. @param {string} version @param {string} folder @returns {Figures} */
export function checkProject(version, folder) {
  const bin = join(root, `runtime-tests/node_modules/typescript-${version}/bin/tsc`)
  const args = [bin, '-p', '.', '--noEmit', '--extendedDiagnostics']
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`TypeScript ${version} refuses the project:\n${stdout.slice(0, 2000)}`)
  const read = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
  return {
    check: read('Check time'),
    total: read('Total time'),
    types: read('Types'),
    instantiations: read('Instantiations'),
    memory: Math.round(read('Memory used') / 1000),
  }
}
