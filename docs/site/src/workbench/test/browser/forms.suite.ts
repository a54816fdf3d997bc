import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage, openWorkbench } from './open-page.mjs'

let opened: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  opened = await openWorkbench()
})
afterAll(() => opened.close())

it('the form of every operation reads what it shows, folded and unfolded, and every field has a label', async () => {
  const { page } = await openPage(opened)
  const entry = fileURLToPath(new URL('forms-entry.ts', import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    globalName: 'forms',
    platform: 'browser',
    write: false,
  })
  // In one piece: what a script that is evaluated declares is gone after it.
  const script = `(() => { ${outputFiles[0]?.text}; return forms.listFaults() })()`
  const { count, fields, faults } = (await page.evaluate(script)) as {
    count: number
    fields: number
    faults: string[]
  }
  expect(faults.slice(0, 5)).toEqual([])
  console.log(`${count} forms with ${fields} fields.`)
  expect([count > 1_000, fields > 5_000]).toEqual([true, true])
}, 300_000)
