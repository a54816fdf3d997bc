import { readdirSync, readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { root, run } from './run.ts'

/** Finds the first file of a pattern such as `./dist/v3/*.js`: the operations are all alike. Gives the text for the star. */
function findFile(folder: string, pattern: string): string {
  const [start = '', end = ''] = pattern.split('*')
  const files = readdirSync(`${root}packages/${folder}/${start}`, { recursive: true, encoding: 'utf8' })
  const [file] = files.filter((name) => name.endsWith(end)).sort()
  return (file ?? '').slice(0, -end.length).replaceAll('\\', '/')
}

const entries = readdirSync(`${root}packages`).flatMap((folder) => {
  const { name, exports } = JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8'))
  const open = Object.keys(exports).filter((path) => exports[path] !== null)
  return open.map((path) => name + path.slice(1).replace('*', () => findFile(folder, exports[path].default)))
})

/** The entries that hold node-forge, which looks at what the runtime has while it loads. */
const withForge = ['@wechatpay-kit/crypto/forge', '@wechatpay-kit/crypto/certificate', '@wechatpay-kit/sandbox']

/** The entries that import node:crypto: to give its exports names, Node.js looks at each of them, and one is of WebCrypto. */
const onNodeCrypto = ['@wechatpay-kit/crypto/node', '@wechatpay-kit/client/node']

/**
 * Imports an entry in a fresh process; gives what it looked at of clocks, timers, network and cryptography. To call any of
 * them fails, and a timer or socket would keep the process from ending.
 */
async function importEntry(entry: string): Promise<unknown> {
  const program = `
    const seen = new Set()
    const watch = (holder, where, names) => {
      for (const name of names) {
        const value = holder[name]
        const refuse = () => { throw new Error(where + name + ' was called') }
        const get = () => { seen.add(where + name); return typeof value === 'function' ? refuse : value }
        Object.defineProperty(holder, name, { configurable: true, get })
      }
    }
    watch(crypto, 'crypto.', ['subtle', 'getRandomValues', 'randomUUID'])
    watch(Date, 'Date.', ['now'])
    watch(Math, 'Math.', ['random'])
    watch(performance, 'performance.', ['now'])
    const timers = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']
    watch(globalThis, '', ['crypto', 'fetch', ...timers])
    await import('${entry}')
    console.log(JSON.stringify([...seen].sort()))`
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', program])
  return stderr || JSON.parse(stdout)
}

async function holdsForge(entry: string): Promise<boolean> {
  const { metafile } = await build({
    stdin: { contents: `import '${entry}'`, resolveDir: root },
    ignoreAnnotations: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
  })
  // What is imported on demand comes when it is needed.
  const loaded = new Set(['<stdin>'])
  for (const path of loaded) {
    for (const { path: imported, kind } of metafile.inputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import') loaded.add(imported)
    }
  }
  return [...loaded].some((path) => path.includes('node_modules/node-forge/'))
}

describe('importing a published entry', () => {
  it.each(entries)('%s does no work', async (entry) => {
    const featureTests = withForge.includes(entry) ? ['crypto', 'crypto.getRandomValues', 'setImmediate'] : []
    const seen = onNodeCrypto.includes(entry) ? ['crypto.subtle'] : featureTests
    expect(await importEntry(entry)).toEqual(seen)
  })

  it('brings node-forge only where certificates or pure JavaScript need it', async () => {
    const found = await Promise.all(entries.map(async (entry) => ((await holdsForge(entry)) ? [entry] : [])))
    expect(found.flat()).toEqual(withForge)
  })
})
