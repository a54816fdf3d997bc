// Starts the attacks in other runtimes, which the runtime tests bring.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, serveInWorkerd, shells, versionOf } from '../../runtime-tests/harness/runtimes.mjs'
import { portable } from './portable.mjs'

/**
 * A place where attacks run.
 *
 * @typedef {object} Place
 * @property {import('./report.mjs').Runtime} runtime
 * @property {readonly string[]} names of its attacks
 * @property {(name: string, options: import('./run.mjs').RunOptions) => Promise<void>} attack
 * @property {() => void} stop
 */

/** Runs this tool in a runtime that takes files. @param {string} name @param {readonly string[]} args @returns {Promise<number>} its exit code */
export async function runInShell(name, args) {
  const shell = shells.find((shell) => shell.name === name)
  if (!shell)
    throw new Error(`There is no runtime ${name}; there are ${shells.map(({ name }) => name).join(', ')}, workerd.`)
  const permissions = shell.title === 'Deno' ? ['--allow-all'] : []
  const file = fileURLToPath(new URL('../attack.mjs', import.meta.url))
  const child = spawn(shell.command, [...shell.args, ...permissions, file, ...args], {
    env: { ...process.env, ...shell.env },
    stdio: 'inherit',
  })
  const [code] = await once(child, 'close')
  return code ?? 1
}

/** Starts a worker in workerd for the portable attacks. @returns {Promise<Place>} */
export async function openWorkerd() {
  const folder = mkdtempSync(join(tmpdir(), 'attack-'))
  const source = bundle(fileURLToPath(new URL('worker.mjs', import.meta.url)))
  const { origin, stop } = await serveInWorkerd(folder, { source })
  return {
    runtime: { name: 'workerd', version: versionOf('workerd') },
    names: Object.keys(portable),
    async attack(name, { seed, scale, tally }) {
      const response = await fetch(origin, { method: 'POST', body: JSON.stringify({ name, seed, scale }) })
      if (response.ok) return tally.add(await response.json())
      tally.count(
        'process',
        'every attack runs to its end',
        false,
        `${name}: ${response.status} ${await response.text()}`,
      )
    },
    stop() {
      stop()
      rmSync(folder, { recursive: true })
    },
  }
}
