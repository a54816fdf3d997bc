// Every runtime: where it is, and how code gets into it. Tests and benchmarks start all of theirs here.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { buildSync } from 'esbuild'
import { chromium } from 'playwright-core'
import { start, startUntilReady } from './process.mjs'
import { root } from './root.mjs'

/** Where a file of this workspace's own dependencies is. */
export const dependency = (/** @type {string} */ path) => join(root, 'runtime-tests/node_modules', path)

/** The version of one of them. @param {string} name */
export const versionOf = (name) => JSON.parse(readFileSync(dependency(`${name}/package.json`), 'utf8')).version

export const NODE_VERSIONS = [20, 22, 24, 26]

export const nodeBinary = (/** @type {number} */ version) => dependency(`node-${version}/bin/node`)

/** A runtime that takes a file: `command ...args file`. @typedef {{ name: string, title: string, version: string, command: string, args: string[], env?: Record<string, string> }} Shell */

/** @type {Shell[]} */
export const shells = [
  ...NODE_VERSIONS.map((major) => {
    const name = `node-${major}`
    return { name, title: 'Node.js', version: versionOf(name), command: nodeBinary(major), args: [] }
  }),
  {
    name: 'deno',
    title: 'Deno',
    version: versionOf('deno'),
    command: dependency('.bin/deno'),
    args: ['run', '--no-remote', '--node-modules-dir=manual'],
    env: { DENO_NO_UPDATE_CHECK: '1' },
  },
  { name: 'bun', title: 'Bun', version: versionOf('bun'), command: dependency('.bin/bun'), args: [] },
]

/** One file of text with all that it imports, for runtimes that know web standards only. @param {string} entry its path @param {import('esbuild').BuildOptions} [options] */
export function bundle(entry, options = {}) {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
    ...options,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/**
 * A worker: one bundled module. It reaches loopback.
 *
 * @typedef {object} Worker
 * @property {string} source
 * @property {Readonly<Record<string, string>>} [bindings] its environment
 * @property {Readonly<Record<string, string>>} [durableObjects] names of classes that it exports, by their bindings
 * @property {string} [date] of compatibility
 * @property {readonly string[]} [flags] of compatibility
 */

/** Runs the `test` of a worker in workerd to its end. @param {string} folder for its files @param {string} name of the files @param {Worker} worker */
export function testInWorkerd(folder, name, worker) {
  return start(dependency('.bin/workerd'), ['test', writeWorker(folder, name, worker)], folder)
}

/** Serves a worker in workerd at a port of its own. @param {string} folder for its files @param {Worker} worker */
export async function serveInWorkerd(folder, worker) {
  const socket = 'sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],'
  const args = ['serve', writeWorker(folder, 'worker', worker, socket), '--control-fd=1']
  const options = { cwd: folder, ready: /"port":(\d+)/ }
  const { match, output, stop } = await startUntilReady(dependency('.bin/workerd'), args, options)
  return { origin: `http://127.0.0.1:${match[1]}`, output, stop }
}

/** Writes the module and the configuration, and gives the configuration's name. @param {string} folder @param {string} name @param {Worker} worker @param {string} [sockets] */
function writeWorker(folder, name, worker, sockets = '') {
  const { source, bindings = {}, durableObjects = {}, date = '2026-01-01', flags = [] } = worker
  const texts = Object.entries(bindings).map(([key, value]) => `(name = "${key}", text = ${JSON.stringify(value)})`)
  const objects = Object.entries(durableObjects).map(
    ([key, name]) => `(name = "${key}", durableObjectNamespace = "${name}")`,
  )
  const classes = Object.values(durableObjects).map((name) => `(className = "${name}", uniqueKey = "${name}")`)
  const names = flags.map((flag) => `"${flag}"`)
  writeFileSync(join(folder, `${name}.bundle.mjs`), source)
  writeFileSync(
    join(folder, `${name}.capnp`),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "internet", network = (allow = ["local"])),
    (name = "worker", worker = (
      modules = [(name = "worker.mjs", esModule = embed "${name}.bundle.mjs")],
      bindings = [${[...texts, ...objects].join(', ')}],
      durableObjectNamespaces = [${classes.join(', ')}],
      durableObjectStorage = (inMemory = void),
      compatibilityDate = "${date}",
      compatibilityFlags = [${names.join(', ')}])),
  ],
  ${sockets}
);\n`,
  )
  return `${name}.capnp`
}

/** A context that has the globals of Vercel's edge and no others; the source, a bundle in format `iife`, was evaluated. @param {string} source @param {Record<string, unknown>} [globals] */
export function openEdge(source, globals = {}) {
  const vm = new EdgeVM()
  Object.assign(vm.context, globals)
  vm.evaluate(source)
  return vm
}

const chromiumPath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** Why there is no Chromium, if so. */
export const chromiumMissing = chromiumPath
  ? undefined
  : 'Chromium is not installed (Debian: apt-get install chromium-headless-shell)'

/** Starts Chromium. Who opens it closes it. */
export function openChromium() {
  if (!chromiumPath) return Promise.reject(new Error(chromiumMissing))
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
}
