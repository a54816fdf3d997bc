import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { root, run } from '../../../test/run.ts'

/** The areas that a program loads, in a fresh process, on the package as built. */
async function loadedBy(program: string): Promise<string[]> {
  const hooks = `
    import { writeSync } from 'node:fs'
    export async function load(url, context, next) {
      const [, name] = /\\/catalogue\\/data\\/(.+)\\.mjs$/.exec(url) ?? []
      if (name) writeSync(1, name + '\\n')
      return next(url, context)
    }`
  const code = `
    import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}))
    const catalogue = await import('@wechatpay-kit/catalogue')
    ${program}`
  // Node.js 26 deprecates `register`, which Node.js 20 has no other for.
  const { stdout, stderr } = await run(process.execPath, ['--no-deprecation', '--input-type=module', '-e', code], {
    cwd: root,
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean).sort()
}

it('loads no area by itself, and no other than is read', async () => {
  expect(await loadedBy('')).toEqual([])
  expect(await loadedBy(`await catalogue.readArea('pay'); await catalogue.readArea('pay')`)).toEqual(['pay'])
  expect(await loadedBy('await catalogue.readNotifications()')).toEqual(['notifications'])
  expect(await loadedBy(`await catalogue.findOperations('退款', { areas: ['refund', 'pay'] })`)).toEqual([
    'pay',
    'refund',
  ])
  expect(await loadedBy(`await catalogue.findOperations('退款')`)).toHaveLength(82)
})

it('is bundled with each area in a file of its own, without Node.js', async () => {
  const { metafile } = await build({
    stdin: { contents: `export * from '@wechatpay-kit/catalogue'`, resolveDir: root },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    outdir: 'out',
    metafile: true,
    write: false,
  })
  const outputs = Object.values(metafile.outputs)
  const dataOf = (output: (typeof outputs)[number]) =>
    Object.keys(output.inputs).filter((path) => path.includes('/data/'))
  const entry = outputs.find(({ entryPoint }) => entryPoint === '<stdin>')
  expect(entry && dataOf(entry)).toEqual([])
  expect(outputs.filter((output) => dataOf(output).length === 1)).toHaveLength(83)
  expect(outputs.filter((output) => dataOf(output).length > 1)).toEqual([])
})
