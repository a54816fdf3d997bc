import { expect, it } from 'vitest'
import { run } from './run.ts'

it('a whole campaign runs offline, its impossible steps declined', async () => {
  const { code, stdout, stderr } = await run(process.execPath, ['examples/campaign/main.mjs'])
  expect([code, stderr]).toEqual([0, ''])
  const declined = stdout.split('\n').filter((line) => line.startsWith('✗'))
  expect(declined.map((line) => line.replace(/: .*/, ''))).toEqual([
    '✗ commit what is not frozen',
    '✗ sync once more',
    '✗ lock once more',
  ])
  expect(stdout.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(16)
  expect(stdout).not.toMatch(/13800138000|330102199001011234|张三/)
})
