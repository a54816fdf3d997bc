import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { expect, it } from 'vitest'
import { root } from './run.ts'

const readme = readFileSync(`${root}packages/endpoints/README.md`, 'utf8')
const dist = `${root}packages/endpoints/dist/`
/** kB by which a size may differ from the one in the README. */
const TOLERANCE = 0.2

const gzip = (text: string) => gzipSync(text, { level: 9 }).length / 1000

/** The text of a bundle with all that a module of the package exports. */
async function bundle(module: string) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from './${module}.js'`, resolveDir: dist },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** kB that the file of each generated path adds to a bundle that has the reader. */
async function measurePaths(reader: string) {
  const files = ['v3', 'hk', 'global', 'brand']
    .flatMap((folder) => readdirSync(`${dist}${folder}`, { recursive: true }).map((file) => `${dist}${folder}/${file}`))
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => text.includes('description/describe.js'))
  const sizes = files.map(async (text) => {
    const { code } = await transform(text.replace(/^import .*$/m, ''), { minify: true })
    return gzip(reader + code) - gzip(reader)
  })
  return (await Promise.all(sizes)).sort((one, other) => one - other)
}

it('the README of the endpoints gives the sizes of lists and of single paths as they are', async () => {
  const rows = [...readme.matchAll(/^\| `(areas\/[\w-]+)` +\| ([\d,]+) +\| ([\d.]+) +\|$/gm)]
  expect(rows.length).toBeGreaterThan(5)
  for (const [, module = '', operations = '', size = ''] of rows) {
    const list = await import(`${dist}${module}.js`)
    expect(`${module}: ${list.operations.length.toLocaleString('en')}`).toBe(`${module}: ${operations}`)
    const measured = gzip(await bundle(module))
    expect(Math.abs(measured - Number(size)), `${module} has ${measured} kB`).toBeLessThanOrEqual(TOLERANCE)
  }
  const reader = await bundle('description/describe')
  const paths = await measurePaths(reader)
  const measured = [gzip(reader), paths[Math.floor(paths.length / 2)], paths.at(-1)].map((size) => size?.toFixed(1))
  const [, ...said] =
    /reader of ([\d.]+) kB.*? adds ([\d.]+) kB, at the median, and at most ([\d.]+) kB/s.exec(readme) ?? []
  expect(said).toEqual(measured)
})
