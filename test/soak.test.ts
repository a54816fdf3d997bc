import { expect, it } from 'vitest'
import { run } from './run.ts'

it('loses and doubles nothing while a tenth of the requests fail', { timeout: 120_000 }, async () => {
  const { code, stdout } = await run(process.execPath, ['tools/soak.mjs', '400', '16', '0.1'])
  expect(stdout).toContain(
    'executed exactly once: 0\nexecuted more than once: 0\nwithout an outcome: 0\nunhandled rejections: 0',
  )
  expect(code).toBe(0)
})

it('agrees on money, notifications and ledger while requests fail and the sandbox dies', {
  timeout: 120_000,
}, async () => {
  const { code, stdout } = await run(process.execPath, ['tools/soak.mjs', '--payments', '60', '8', '0.15'])
  expect(stdout).toContain('notifications of nothing, or handled more than once: 0\nwithout an outcome: 0')
  expect(code).toBe(0)
})
