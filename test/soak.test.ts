import { expect, it } from 'vitest'
import { run } from './run.ts'

it('loses and doubles nothing while a tenth of the requests fail', { timeout: 120_000 }, async () => {
  const { code, stdout } = await run(process.execPath, ['tools/soak.mjs', '400', '16', '0.1'])
  expect(stdout).toContain(
    'executed exactly once: 0\nexecuted more than once: 0\nwithout an outcome: 0\nunhandled rejections: 0',
  )
  expect(code).toBe(0)
})
