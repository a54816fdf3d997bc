// The programs in every runtime, and when their results are there.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import {
  chromiumMissing,
  openChromium,
  openEdge,
  shells,
  testInWorkerd,
  versionOf,
} from '../../runtime-tests/harness/runtimes.mjs'
import { openPrograms, runInShell, toOutcome } from './programs.mjs'

/** @typedef {import('./programs.mjs').Start} Start */
/** @typedef {{ name: string, version: string, form: 'installed' | 'bundled', missing?: string, start: Start }} Runtime */

/** @param {object} data what programs are given */
export async function openRuntimes(data) {
  const { folder, prepare, bundle, remove } = openPrograms(data)
  const pages = await openPages(folder, (program) => bundle(program, 'page'))
  /** @type {Runtime[]} */
  const runtimes = [
    ...shells.flatMap((shell) =>
      /** @type {const} */ (['installed', 'bundled']).map((form) => {
        const write = form === 'installed' ? prepare : bundle
        const start = (/** @type {string} */ program) => runInShell(shell, write(program, 'process'), folder)
        return { name: shell.title, version: shell.version, form, start }
      }),
    ),
    {
      name: 'workerd',
      version: versionOf('workerd'),
      form: 'bundled',
      start: async (program) => {
        const source = readFileSync(join(folder, bundle(program, 'workerd')), 'utf8')
        return toOutcome(`workerd ${program}`, await testInWorkerd(folder, program, { source }))
      },
    },
    {
      name: 'Vercel Edge (EdgeVM)',
      version: versionOf('@edge-runtime/vm'),
      form: 'bundled',
      start: async (program) => {
        const source = readFileSync(join(folder, bundle(program, 'edge')), 'utf8')
        const start = performance.now()
        const { result } = await openEdge(source).evaluate('outcome')
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

/** One browser, and a fresh page for every start. @param {string} folder @param {(program: string) => string} bundle */
async function openPages(folder, bundle) {
  const common = /** @type {const} */ ({ name: 'Chromium', form: 'bundled' })
  if (chromiumMissing) {
    const start = () => Promise.reject(new Error(chromiumMissing))
    return { runtime: { ...common, version: '–', missing: chromiumMissing, start }, close: async () => {} }
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
  const browser = await openChromium()
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
