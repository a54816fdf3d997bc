// Every runtime, and how its entry is started.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { buildSync } from 'esbuild'
import { chromium } from 'playwright-core'
import { start } from './process.mjs'
import { root } from './project.mjs'

/** @typedef {import('./process.mjs').Outcome} Outcome */
/** @typedef {{ name: string, missing?: string, hasKit?: boolean, start(broken: boolean): Promise<Outcome> }} Runtime */

/** Where a file of this workspace's own dependencies is. */
export const dependency = (/** @type {string} */ path) => join(root, 'runtime-tests/node_modules', path)

export const NODE_VERSIONS = [20, 22, 24, 26]

export const nodeBinary = (/** @type {number} */ version) => dependency(`node-${version}/bin/node`)

const CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

/** @param {string} folder of the project @param {string} entry @param {import('esbuild').BuildOptions} options */
function bundle(folder, entry, options = {}) {
  const { outputFiles } = buildSync({
    entryPoints: [join(folder, 'entries', entry)],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    ...options,
  })
  return outputFiles?.[0]?.text ?? ''
}

/** @param {string} folder of the project @param {string} origin of the launcher's server @returns {Runtime[]} */
export function listRuntimes(folder, origin) {
  const flagOf = (/** @type {boolean} */ broken) => (broken ? ['broken'] : [])
  const node = (/** @type {number} */ version) => ({
    name: `node-${version}`,
    hasKit: true,
    start: (/** @type {boolean} */ broken) => {
      const args = ['entries/node.mjs', `node-${version}`, origin, ...flagOf(broken)]
      return start(nodeBinary(version), args, folder)
    },
  })
  const deno = (/** @type {string} */ name, /** @type {string[]} */ flags) => ({
    name,
    hasKit: true,
    start: (/** @type {boolean} */ broken) => {
      const permissions = ['--allow-net=127.0.0.1']
      const args = ['run', '--no-remote', '--node-modules-dir=manual', ...permissions, ...flags, 'entries/deno.mjs']
      return start(dependency('.bin/deno'), [...args, name, origin, ...flagOf(broken)], folder, {
        DENO_NO_UPDATE_CHECK: '1',
      })
    },
  })
  return [
    ...NODE_VERSIONS.map(node),
    deno('deno', []),
    deno('deno-from-source', ['--import-map', writeImportMap(folder)]),
    {
      name: 'bun',
      hasKit: true,
      start: (broken) => start(dependency('.bin/bun'), ['entries/bun.mjs', 'bun', origin, ...flagOf(broken)], folder),
    },
    workerd(folder, origin, 'workerd', []),
    workerd(folder, origin, 'workerd-nodejs_compat', ['nodejs_compat']),
    edge(folder, origin),
    ...['page', 'worker'].map((kind) => browser(origin, kind)),
  ]
}

/** The packages' sources in place of what was installed. @param {string} folder */
function writeImportMap(folder) {
  const path = join(folder, 'import-map.json')
  const source = (/** @type {string} */ file) => `file://${join(root, 'packages', file)}`
  const imports = {
    '@wechatpay-kit/crypto': source('crypto/src/index.ts'),
    '@wechatpay-kit/crypto/': source('crypto/src/'),
    '@wechatpay-kit/endpoints': source('endpoints/src/index.ts'),
    '@wechatpay-kit/endpoints/core': source('endpoints/src/core.ts'),
    '@wechatpay-kit/sandbox': source('sandbox/src/index.ts'),
    '@wechatpay-kit/transport-fetch': source('transport-fetch/src/index.ts'),
    '@wechatpay-kit/transport-fetch/conformance': source('transport-fetch/conformance/index.ts'),
  }
  for (const name of ['forge', 'certificate']) {
    Object.assign(imports, { [`@wechatpay-kit/crypto/${name}`]: source(`crypto/src/${name}.ts`) })
  }
  writeFileSync(path, JSON.stringify({ imports }))
  return path
}

/** @param {string} folder @param {string} origin @param {string} name @param {string[]} flags @returns {Runtime} */
function workerd(folder, origin, name, flags) {
  return {
    name,
    start: (broken) => {
      const file = broken ? 'workerd-broken' : 'workerd'
      writeFileSync(join(folder, `${file}.bundle.mjs`), bundle(folder, 'workerd.mjs'))
      const texts = Object.entries({ NAME: name, ORIGIN: origin, BROKEN: broken ? 'broken' : '' })
      const bindings = texts.map(([key, value]) => `(name = "${key}", text = "${value}")`).join(', ')
      writeFileSync(
        join(folder, `${file}.capnp`),
        `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "internet", network = (allow = ["local"])),
  (name = "suite", worker = (
    modules = [(name = "suite.mjs", esModule = embed "${file}.bundle.mjs")],
    bindings = [${bindings}],
    compatibilityDate = "2026-01-01",
    compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(', ')}])),
]);\n`,
      )
      return start(dependency('.bin/workerd'), ['test', `${file}.capnp`], folder)
    },
  }
}

/** @param {string} folder @param {string} origin @returns {Runtime} */
function edge(folder, origin) {
  return {
    name: 'vercel-edge',
    async start(broken) {
      const vm = new EdgeVM()
      vm.evaluate(bundle(folder, 'edge.mjs', { format: 'iife' }))
      vm.context['options'] = { origin, broken }
      const { line, failed, failures } = await vm.evaluate(`runSuite('vercel-edge', options)`)
      return { code: failed > 0 ? 1 : 0, output: [...failures, line].join('\n') }
    },
  }
}

/** @param {string} origin @param {string} kind `page` or `worker` @returns {Runtime} */
function browser(origin, kind) {
  const name = `chromium-${kind}`
  const executablePath = CHROMIUMS.find((path) => existsSync(path))
  if (!executablePath) {
    const missing = 'Chromium is not installed (Debian: apt-get install chromium-headless-shell)'
    return { name, missing, start: () => Promise.reject(new Error(missing)) }
  }
  return {
    name,
    async start(broken) {
      const chrome = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
      try {
        const page = await chrome.newPage()
        await page.goto(`${origin}/${kind}.html`)
        await page.waitForFunction('globalThis.runSuite')
        const call = `runSuite(${JSON.stringify(name)}, ${broken})`
        const { line, failed, failures } = /** @type {{ line: string, failed: number, failures: string[] }} */ (
          await page.evaluate(call)
        )
        return { code: failed > 0 ? 1 : 0, output: [...failures, line].join('\n') }
      } finally {
        await chrome.close()
      }
    },
  }
}

/** The files of the pages, by path. @param {string} folder @returns {(path: string) => string | undefined} */
export function createPages(folder) {
  /** @type {Record<string, () => string>} */
  const files = {
    '/page.html': () => '<!doctype html><script type="module" src="/page.mjs"></script>',
    '/worker.html': () => `<!doctype html><script type="module">
      const worker = new Worker('/worker.mjs', { type: 'module' })
      globalThis.runSuite = (...input) => new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data)
        worker.postMessage(input)
      })
    </script>`,
    '/page.mjs': () => bundle(folder, 'page.mjs'),
    '/worker.mjs': () => bundle(folder, 'worker.mjs'),
  }
  return (path) => files[path]?.()
}
