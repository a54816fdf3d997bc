// Size of the crypto package's entries, minified by esbuild and gzipped, against their limits. What an entry may import
// is checked too: the main entry nothing, the others node-forge alone, which is counted once in the last column.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const folder = fileURLToPath(new URL('../packages/crypto/dist/', import.meta.url))
/** @type {[entry: string, limit: number, imports: string[]][]} */
const entries = [
  ['index', 4000, []],
  ['forge', 4000, ['node-forge', 'node-forge/lib/forge.js']],
  ['certificate', 4500, ['node-forge', 'node-forge/lib/forge.js']],
  ['pay-parameters', 600, []],
]

/** @param {string} entry @param {string[]} external */
async function bundle(entry, external) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${folder}${entry}.js`],
    absWorkingDir: dirname(folder),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external,
    metafile: true,
    write: false,
  })
  const [output] = Object.values(metafile.outputs)
  const imports = output?.imports.map(({ path }) => path) ?? []
  return { size: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length, imports }
}

console.log('| @wechatpay-kit/crypto | bytes, minified and gzipped | limit | with node-forge |\n|---|---|---|---|')
for (const [entry, limit, allowed] of entries) {
  const own = await bundle(entry, ['node-forge', 'node-forge/*'])
  const whole = await bundle(entry, [])
  const foreign = own.imports.filter((path) => !allowed.includes(path))
  console.log(
    `| ${entry === 'index' ? '.' : `./${entry}`} | ${own.size} | ${limit} | ${allowed.length ? whole.size : '–'} |`,
  )
  if (own.size > limit) console.error(`${entry}: ${own.size} bytes are more than ${limit}.`)
  if (foreign.length > 0) console.error(`${entry}: imports ${foreign.join(', ')}.`)
  if (own.size > limit || foreign.length > 0) process.exitCode = 1
}
