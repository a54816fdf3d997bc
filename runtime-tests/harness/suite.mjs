// The suite in every runtime: its entry, and how that reports.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start } from './process.mjs'
import { root } from './root.mjs'
import { bundle, chromiumMissing, openChromium, openEdge, shells, testInWorkerd } from './runtimes.mjs'
import { account, readVectors } from './vectors.mjs'

/** @typedef {{ code: number, output: string }} Outcome */
/** @typedef {{ name: string, missing?: string, isServer?: boolean, isInProcess?: boolean, start(broken: boolean): Promise<Outcome> }} Runtime */
/** @typedef {{ line: string, failed: number, failures: string[] }} Report */

const { keys } = readVectors()
/** The variables of the environment that each runtime hands to the suite as its own. */
const VARIABLES = {
  WECHATPAY_MCHID: account.merchant.mchid,
  WECHATPAY_SERIAL: account.merchant.serialNumber,
  WECHATPAY_PRIVATE_KEY: String(keys['merchant.private']),
  WECHATPAY_PUBLIC_KEY_ID: account.platformKeyId,
  WECHATPAY_PUBLIC_KEY: String(keys['platform.public']),
}

/** @param {string} folder of the project @param {string} origin of the launcher's server @returns {Runtime[]} */
export function listRuntimes(folder, origin) {
  const deno = /** @type {import('./runtimes.mjs').Shell} */ (shells.find(({ name }) => name === 'deno'))
  const fromSource = {
    ...deno,
    name: 'deno-from-source',
    args: [...deno.args, '--import-map', writeImportMap(folder)],
  }
  const programs = shells.flatMap((shell) => (shell === deno ? [deno, fromSource] : [shell]))
  return [
    ...programs.map((shell) => startInShell(folder, origin, shell)),
    startInWorkerd(folder, origin, 'workerd', []),
    startInWorkerd(folder, origin, 'workerd-nodejs_compat', ['nodejs_compat']),
    startOnEdge(folder, origin),
    ...['page', 'worker'].map((kind) => startInChromium(origin, kind)),
  ]
}

/** @param {string} folder @param {string} origin @param {import('./runtimes.mjs').Shell} shell @returns {Runtime} */
function startInShell(folder, origin, { name, title, command, args, env }) {
  const entry = `entries/${title === 'Node.js' ? 'node' : title.toLowerCase()}.mjs`
  const permissions = title === 'Deno' ? ['--allow-net=127.0.0.1', '--allow-env'] : []
  return {
    name,
    isServer: true,
    start: (broken) =>
      start(command, [...args, ...permissions, entry, name, origin, ...(broken ? ['broken'] : [])], folder, {
        ...env,
        ...VARIABLES,
      }),
  }
}

/** The packages' sources in place of what was installed. @param {string} folder */
function writeImportMap(folder) {
  const packages = readdirSync(join(root, 'packages')).flatMap((name) => {
    const { name: own, exports = {} } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    return Object.entries(exports).flatMap(([path, target]) => {
      // Patterns are not for an import map; a closed path has no target, and one of data no source.
      if (!target?.default || path.includes('*')) return []
      const inside = target.default.replace('./dist/', '').replace(/\.js$/, '.ts')
      const source = inside.startsWith('conformance/') ? inside : `src/${inside}`
      return [[own + path.slice(1), `file://${join(root, 'packages', name, source)}`]]
    })
  })
  const path = join(folder, 'import-map.json')
  writeFileSync(path, JSON.stringify({ imports: Object.fromEntries(packages) }))
  return path
}

/** @param {string} folder @param {string} origin @param {string} name @param {string[]} flags @returns {Runtime} */
function startInWorkerd(folder, origin, name, flags) {
  return {
    name,
    start: (broken) => {
      const bindings = { NAME: name, ORIGIN: origin, BROKEN: broken ? 'broken' : '', ...VARIABLES }
      const source = bundle(join(folder, 'entries/workerd.mjs'))
      return testInWorkerd(folder, `${name}${broken ? '-broken' : ''}`, { source, bindings, flags })
    },
  }
}

/** @param {string} folder @param {string} origin @returns {Runtime} */
function startOnEdge(folder, origin) {
  return {
    name: 'vercel-edge',
    isInProcess: true,
    async start(broken) {
      const source = bundle(join(folder, 'entries/edge.mjs'), { format: 'iife' })
      const edge = openEdge(source, { options: { origin, broken } })
      return toOutcome(await edge.evaluate(`runSuite('vercel-edge', options)`))
    },
  }
}

/** @param {string} origin @param {string} kind `page` or `worker` @returns {Runtime} */
function startInChromium(origin, kind) {
  const name = `chromium-${kind}`
  return {
    name,
    ...(chromiumMissing && { missing: chromiumMissing }),
    async start(broken) {
      const browser = await openChromium()
      try {
        const page = await browser.newPage()
        await page.goto(`${origin}/${kind}.html`)
        await page.waitForFunction('globalThis.runSuite')
        return toOutcome(await page.evaluate(`runSuite(${JSON.stringify(name)}, ${broken})`))
      } finally {
        await browser.close()
      }
    },
  }
}

/** @param {any} report of `runSuite` @returns {Outcome} */
function toOutcome(report) {
  const { line, failed, failures } = /** @type {Report} */ (report)
  return { code: failed > 0 ? 1 : 0, output: [...failures, line].join('\n') }
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
    '/page.mjs': () => bundle(join(folder, 'entries/page.mjs')),
    '/worker.mjs': () => bundle(join(folder, 'entries/worker.mjs')),
  }
  return (path) => files[path]?.()
}
