import { expect, it } from 'vitest'
import { redisMissing } from '../tools/redis.mjs'
import { run } from './run.ts'

const reason = redisMissing ? ` (skipped: ${redisMissing})` : ''

it.skipIf(redisMissing)(`loses no notification while a process is killed every second${reason}`, async () => {
  const { code, stdout, stderr } = await run(process.execPath, ['tools/notifications.mjs', '300'])
  expect(stderr).toBe('')
  expect(stdout).toContain('handled: 300\nlost: 0\nacknowledged before handled: 0\n')
  expect(stdout).toContain('unexplained: 0)')
  expect(Number(/processes killed: (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(0)
  expect(code).toBe(0)
})
