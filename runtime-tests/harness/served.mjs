// The sandbox, served by each runtime that can serve, and called from Node.js.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startUntilReady } from './process.mjs'
import { bundle, serveInWorkerd, shells } from './runtimes.mjs'

/** @typedef {{ origin: string, isOpen: boolean, stop: () => void }} Served */
/** @typedef {{ name: string, serve: () => Promise<Served> }} ServingRuntime */

/** @param {string} folder of the project @returns {ServingRuntime[]} */
export function listServingRuntimes(folder) {
  return [
    ...shells.map((shell) => ({ name: `sandbox-on-${shell.name}`, serve: () => serveInShell(folder, shell) })),
    ...[[], ['nodejs_compat']].map((flags) => {
      const name = ['sandbox-on-workerd', ...flags].join('-')
      return { name, serve: () => serveWorker(folder, name, flags) }
    }),
  ]
}

/** @param {string} folder @param {import('./runtimes.mjs').Shell} shell @returns {Promise<Served>} */
async function serveInShell(folder, { title, command, args, env }) {
  const entry = `entries/served/${title === 'Node.js' ? 'node' : title.toLowerCase()}.mjs`
  const permissions = title === 'Deno' ? ['--allow-net=127.0.0.1'] : []
  const options = { cwd: folder, env: { ...process.env, ...env }, ready: /listens on (\S+)\n/ }
  const { match, stop } = await startUntilReady(command, [...args, ...permissions, entry], options)
  return { origin: String(match[1]), isOpen: false, stop }
}

/** @param {string} folder @param {string} name @param {string[]} flags @returns {Promise<Served>} */
async function serveWorker(folder, name, flags) {
  const own = join(folder, name)
  mkdirSync(own)
  const source = bundle(join(folder, 'entries/served/worker.mjs'))
  const { origin, stop } = await serveInWorkerd(own, { source, flags })
  return { origin, isOpen: true, stop }
}

/**
 * Calls a served sandbox; with wrong keys, every case of a call has to fail.
 *
 * @param {string} folder
 * @param {Served} served
 * @returns {Promise<{ passed: number, count: number, failures: string[], unnoticed: string[] }>}
 */
export async function callServed(folder, served) {
  /** @type {typeof import('../suite/served/cases.mjs')} */
  const { listServedCases } = await import(pathToFileURL(join(folder, 'suite/served/cases.mjs')).href)
  const { calls, control } = listServedCases(served)
  const failures = (await runAll([...calls, ...control])).flatMap(({ title, error }) =>
    error ? [`${title}: ${error}`] : [],
  )
  const broken = await runAll(listServedCases(served, true).calls)
  const unnoticed = broken.flatMap(({ title, error }) => (error ? [] : [title]))
  const count = calls.length + control.length
  return { passed: count - failures.length, count, failures, unnoticed }
}

/** @param {readonly import('../suite/run.mjs').Case[]} cases */
async function runAll(cases) {
  const results = []
  for (const [title, run] of cases) {
    const error = await Promise.resolve()
      .then(run)
      .then(
        () => undefined,
        (reason) => reason,
      )
    results.push({ title, error })
  }
  return results
}
