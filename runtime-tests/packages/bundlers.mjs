// An app for Node.js, by each bundler: run, and looked at for a second copy of a package.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundlerPath, bundlerVersion } from '../harness/bundlers.mjs'
import { start } from '../harness/process.mjs'
import { checkWrangler } from './wrangler.mjs'

/**
 * Imports every entry, and one of them by `require` too; calls, and loads what is loaded on demand: an area of the catalogue,
 * the hashes of downloads.
 *
 * @param {readonly string[]} entries
 */
const writeApp = (entries) => `
${entries.map((entry, index) => `import * as entry${index} from '${entry}'`).join('\n')}
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import * as required from './bundled-require.cjs'
const entries = [${entries.map((_, index) => `entry${index}`).join(', ')}]
const run = async () => {
  const { merchant, platformKeys, transport } = await createSandbox()
  const wxpay = createClient({ merchant, platformKeys, transport })
  const json = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000', req_ssn: '123' }
  const { resp_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
  const query = { out_order_no: 'order-1', service_id: '2002', appid: 'wxd678efh567hg6787' }
  const { status } = await wxpay.chain('v3/payscore/serviceorder').get({ query })
  const files = createClient({ merchant, platformKeys, transport: async () => new Response('bill') })
  const hash = { type: 'SHA1', value: 'a0f8fd1d5cc0d2b2ab5bb1d9ee8ba6b9b2ab2c9e' }
  const file = await files.download('https://api.mch.weixin.qq.com/v3/billdownload/file?token=1', { hash })
  const { code } = await file.text().catch((error) => error)
  const isOne = required.createClient === createClient ? 'one copy' : 'two copies'
  const empty = entries.filter((entry) => Object.keys(entry).length === 0).length
  console.log(resp_code, status, code, isOne, empty)
  process.exit()
}
run()
`
const REQUIRE = `exports.createClient = require('@wechatpay-kit/endpoints').createClient`
/** Texts that client, transport-fetch and crypto have once: an app that has them twice has two copies. */
const MARKS = [
  'WeChat Pay declined the call',
  'was aborted by its signal',
  'SubtleCrypto is missing or refuses the key',
]

const EXPECTED = '000000 200 HASH_MISMATCH one copy 0\n'

/** Loads a bundler of the workspace. @param {string} name @returns {Promise<any>} */
const load = (name) => import(pathToFileURL(createRequire(bundlerPath('x.js')).resolve(name)).href)

/** Each writes files into `out`, the first of which is `app.mjs` or `app.cjs`. @type {Record<string, (entry: string, out: string) => Promise<unknown>>} */
const BUNDLERS = {
  async esbuild(entry, out) {
    const { build } = await load('esbuild')
    await build({
      entryPoints: [entry],
      outfile: join(out, 'app.cjs'),
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    })
  },
  async 'esbuild, ES module'(entry, out) {
    const { build } = await load('esbuild')
    // Of node-forge, which is CommonJS and requires a built-in.
    const js = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)`
    const output = { outfile: join(out, 'app.mjs'), format: 'esm', banner: { js } }
    await build({ entryPoints: [entry], ...output, bundle: true, platform: 'node', logLevel: 'error' })
  },
  async webpack(entry, out) {
    const { default: webpack } = await load('webpack')
    const output = { path: out, filename: 'app.cjs' }
    const config = { entry, output, mode: 'development', devtool: false, target: 'node20', context: out }
    await new Promise((resolve, reject) => {
      webpack(config, (/** @type {any} */ error, /** @type {any} */ stats) => {
        if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')))
        else resolve(undefined)
      })
    })
  },
  async rollup(entry, out) {
    const { rollup } = await load('rollup')
    const { nodeResolve } = await load('@rollup/plugin-node-resolve')
    const { default: commonjs } = await load('@rollup/plugin-commonjs')
    const plugins = [nodeResolve({ preferBuiltins: true }), commonjs()]
    const bundle = await rollup({ input: entry, plugins, onwarn: () => {} })
    await bundle.write({ dir: out, format: 'es', entryFileNames: 'app.mjs', chunkFileNames: '[name]-[hash].mjs' })
  },
  async vite(entry, out) {
    const { build } = await load('vite')
    const output = { entryFileNames: 'app.mjs', chunkFileNames: '[name]-[hash].mjs' }
    const options = { ssr: entry, outDir: out, emptyOutDir: false, rollupOptions: { output } }
    await build({
      root: join(entry, '..'),
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: options,
    })
  },
}

/** The named entries that an app can import, and three of the operations. @param {readonly string[]} entries */
function chooseEntries(entries) {
  const isOperation = (/** @type {string} */ entry) => /endpoints\/(v3|hk|global|brand)\//.test(entry)
  // A command and files for tests have no place in an app; undici looks for built-ins that not every Node.js has, and Rollup
  // has them loaded at the start, so that it stays beside a bundle.
  const isLeftOut = (/** @type {string} */ entry) => /^wechatpay-kit|test-vectors|conformance|undici/.test(entry)
  const named = entries.filter((entry) => !isOperation(entry) && !isLeftOut(entry))
  return [...named, ...entries.filter(isOperation).slice(0, 3)]
}

/** @param {import('../harness/project.mjs').Project} project @returns {Promise<{ problems: string[], rows: string[][] }>} */
export async function checkBundlers(project) {
  const { folder } = project
  const entry = join(folder, 'bundled-app.mjs')
  writeFileSync(entry, writeApp(chooseEntries(project.entries)))
  writeFileSync(join(folder, 'bundled-require.cjs'), REQUIRE)
  const problems = []
  const rows = []
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    const version = bundlerVersion(/** @type {string} */ (name.split(',')[0]))
    const out = join(folder, `bundled-${name.replace(/\W+/g, '-')}`)
    mkdirSync(out)
    try {
      await bundle(entry, out)
      const files = readdirSync(out).filter((file) => /\.[cm]?js$/.test(file))
      const app = files.find((file) => /^app\.[cm]js$/.test(file)) ?? ''
      const { code, output } = await start(process.execPath, [app], out)
      const isRight = code === 0 && output === EXPECTED
      if (!isRight) problems.push(`${name} ${version}: the app printed ${output.slice(0, 2000)}`)
      const text = files.map((file) => readFileSync(join(out, file), 'utf8')).join('')
      const copies = MARKS.map((mark) => text.split(mark).length - 1)
      const isOne = copies.every((count) => count === 1)
      if (!isOne) problems.push(`${name} ${version}: ${copies} copies of ${MARKS}`)
      rows.push([name, version, isRight && isOne ? 'import and require, one copy, run' : 'failed'])
    } catch (error) {
      problems.push(`${name} ${version}: ${/** @type {Error} */ (error).message}`)
    }
  }
  const worker = await checkWrangler(project)
  return { problems: [...problems, ...worker.problems], rows: [...rows, worker.row] }
}
