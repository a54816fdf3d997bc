// How a program is started in every runtime, and when its result is there.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { buildSync } from 'esbuild'
import { chromium } from 'playwright-core'

/** @typedef {{ result: unknown, own?: number, elapsed: number }} Outcome milliseconds; `own` since the runtime's own start */
/** @typedef {(program: string) => Promise<Outcome>} Start */
/** @typedef {{ name: string, version: string, form: 'installed' | 'bundled', missing?: string, start: Start }} Runtime */

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(root, 'runtime-tests/node_modules')
const programs = fileURLToPath(new URL('programs/', import.meta.url))
const CHROMIUMS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

/** How a program is run and reports, by kind of runtime. */
const ENTRIES = {
  process: 'console.log(JSON.stringify({ result: await run(data), own: performance.now() }))',
  workerd: 'export default { test: async () => console.log(JSON.stringify({ result: await run(data) })) }',
  edge: 'globalThis.outcome = run(data).then((result) => ({ result }))',
  page: 'globalThis.outcome = run(data).then((result) => ({ result, own: performance.now() }))',
}

/** @param {object} data what programs are given */
export async function openRuntimes(data) {
  const folder = mkdtempSync(join(tmpdir(), 'wechatpay-kit-start-'))
  const write = (/** @type {string} */ name, /** @type {string} */ text) => writeFileSync(join(folder, name), text)
  write('package.json', JSON.stringify({ private: true, type: 'module' }))
  write('data.mjs', `export const data = ${JSON.stringify(data)}\n`)

  /** The file of a program with its entry. @param {string} program @param {keyof typeof ENTRIES} kind */
  const prepare = (program, kind) => {
    const name = `${program}.${kind}.mjs`
    const imports = `import { run } from '${programs}${program}.mjs'\nimport { data } from './data.mjs'\n`
    if (!existsSync(join(folder, name))) write(name, imports + ENTRIES[kind])
    return name
  }
  /** @param {string} program @param {keyof typeof ENTRIES} kind */
  const bundle = (program, kind) => {
    const outfile = `${program}.${kind}.bundle.mjs`
    if (!existsSync(join(folder, outfile))) {
      buildSync({
        entryPoints: [join(folder, prepare(program, kind))],
        outfile: join(folder, outfile),
        bundle: true,
        minify: true,
        format: kind === 'edge' ? 'iife' : 'esm',
        platform: 'browser',
        target: 'es2022',
      })
    }
    return outfile
  }

  /** @param {string} name @param {string} version @param {string} command @param {string[]} args @returns {Runtime[]} */
  const process = (name, version, command, args) => [
    {
      name,
      version,
      form: 'installed',
      start: (program) => startProcess(command, [...args, prepare(program, 'process')], folder),
    },
    {
      name,
      version,
      form: 'bundled',
      start: (program) => startProcess(command, [...args, bundle(program, 'process')], folder),
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
        return startProcess(join(modules, '.bin/workerd'), ['test', `${program}.capnp`], folder)
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
    rmSync(folder, { recursive: true, force: true })
  }
  return { runtimes, close }
}

/** @param {string} name of a package */
const versionOf = (name) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version

/** From the start of a process to the line it prints. @param {string} command @param {string[]} args @param {string} cwd @returns {Promise<Outcome>} */
function startProcess(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1' }
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [output, errors, elapsed] = ['', '', 0]
    child.stdout.on('data', (chunk) => {
      elapsed ||= performance.now() - start
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      errors += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const line = output.split('\n').find((text) => text.startsWith('{'))
      if (code === 0 && line) resolve({ ...JSON.parse(line), elapsed })
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors || output}`))
    })
  })
}

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
