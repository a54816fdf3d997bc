import type { AddressInfo } from 'node:net'
import { createMemoryStore } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { expect, it } from 'vitest'
import { createNotificationServer } from '../examples/notifications/node-http.mjs'
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

it('a thousand merchants share a process and an address', async () => {
  const { code, stdout, stderr } = await run(process.execPath, ['examples/merchants/main.mjs'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout.trim().split('\n')).toEqual([
    '200 of 1000 merchants placed an order, 100 clients are held',
    '1900000109 is paid for partner-1',
    '1900001000 is paid for order-0',
    '1900001995 is paid for order-199',
  ])
}, 120_000)

const sandbox = await createSandbox()
const options = {
  keys: sandbox.platformKeys,
  apiV3Key: sandbox.apiV3Key,
  store: createMemoryStore(),
  onError: () => {},
}
const resource = { out_trade_no: '1' }
const content = { id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', original_type: 'transaction', resource } as const

it('node:http responds to notifications that the sandbox sends', async () => {
  const handled: unknown[] = []
  const server = createNotificationServer(options, {
    'TRANSACTION.SUCCESS': (event) =>
      event.original_type === 'transaction' && handled.push(event.resource.out_trade_no),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const send = async (fault?: 'wrong-signature') => (await sandbox.notify(url, { ...content, fault })).status
  expect([await send(), await send('wrong-signature'), await send()]).toEqual([204, 401, 204])
  expect(handled).toEqual(['1'])
  await new Promise((resolve) => server.close(resolve))
})
