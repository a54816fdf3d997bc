// How a program is started in every runtime, and when its result is there.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { chromium } from 'playwright-core'
import { openPrograms } from './programs.mjs'

/** @typedef {import('./programs.mjs').Start} Start */
/** @typedef {{ name: string, version: string, form: 'installed' | 'bundled', missing?: string, start: Start }} Runtime */

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(root, 'runtime-tests/node_modules')
const CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

/** @param {object} data what programs are given */
export async function openRuntimes(data) {
  const { folder, write, prepare, bundle, start, remove } = openPrograms(data)

  /** @param {string} name @param {string} version @param {string} command @param {string[]} args @returns {Runtime[]} */
  const process = (name, version, command, args) => [
    {
      name,
      version,
      form: 'installed',
      start: (program) => start(command, [...args, prepare(program, 'process')]),
    },
    {
      name,
      version,
      form: 'bundled',
      start: (program) => start(command, [...args, bundle(program, 'process')]),
    },
  ]
  const node = (/** @type {number} */ major) => {
    return process('Node.js', versionOf(`node-${major}`), join(modules, `node-${major}/bin/node`), [])
  }
  const pages = await openPages(folder, (program) => bundle(program, 'page'))
  /** @type {Runtime[]} */
  const runtimes = [
    ...[20, 22, 24, 26].flatMap(node),
    ...process('Deno', versionOf('deno'), join(modules, '.bin/deno'), [
      'run',
      '--no-remote',
      '--node-modules-dir=manual',
    ]),
    ...process('Bun', versionOf('bun'), join(modules, '.bin/bun'), []),
    {
      name: 'workerd',
      version: versionOf('workerd'),
      form: 'bundled',
      start: (program) => {
        const file = bundle(program, 'workerd')
        write(`${program}.capnp`, workerdConfig(file))
        return start(join(modules, '.bin/workerd'), ['test', `${program}.capnp`])
      },
    },
    {
      name: 'Vercel Edge (EdgeVM)',
      version: versionOf('@edge-runtime/vm'),
      form: 'bundled',
      start: async (program) => {
        const source = readFileSync(join(folder, bundle(program, 'edge')), 'utf8')
        const start = performance.now()
        const vm = new EdgeVM()
        vm.evaluate(source)
        const { result } = await vm.evaluate('outcome')
        return { result, elapsed: performance.now() - start }
      },
    },
    pages.runtime,
  ]
  const close = async () => {
    await pages.close()
    remove()
  }
  return { runtimes, close }
}

/** @param {string} name of a package */
const versionOf = (name) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version

/** @param {string} file */
function workerdConfig(file) {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "program", worker = (
  modules = [(name = "program.mjs", esModule = embed "${file}")],
  compatibilityDate = "2026-01-01"))]);
`
}

/** One browser, and a fresh page for every start. @param {string} folder @param {(program: string) => string} bundle */
async function openPages(folder, bundle) {
  const executablePath = CHROMIUMS.find((path) => existsSync(path))
  const common = /** @type {const} */ ({ name: 'Chromium', form: 'bundled' })
  if (!executablePath) {
    const missing = 'not installed (Debian: apt-get install chromium-headless-shell)'
    const start = () => Promise.reject(new Error(missing))
    return { runtime: { ...common, version: '–', missing, start }, close: async () => {} }
  }
  const server = createServer((request, response) => {
    const isScript = request.url?.endsWith('.mjs')
    const program = request.url?.slice(1) ?? ''
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript
        ? readFileSync(join(folder, program))
        : `<!doctype html><script type="module" src="/${program}.page.bundle.mjs"></script>`,
    )
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  return {
    runtime: {
      ...common,
      version: browser.version(),
      start: async (/** @type {string} */ program) => {
        bundle(program)
        const context = await browser.newContext()
        const page = await context.newPage()
        const start = performance.now()
        await page.goto(`http://127.0.0.1:${port}/${program}`)
        const outcome = /** @type {{ result: unknown, own: number }} */ (await page.evaluate('outcome'))
        const elapsed = performance.now() - start
        await context.close()
        return { ...outcome, elapsed }
      },
    },
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}
