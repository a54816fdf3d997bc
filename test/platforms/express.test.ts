import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { setUp } from './setup.ts'
import { startProgram } from './start.ts'

const { sandbox, environment, without, copy, keep } = await setUp()
const content = {
  id: 'EV-1',
  event_type: 'TRANSACTION.SUCCESS',
  original_type: 'transaction',
  resource: { out_trade_no: 'O1', amount: { total: 100 } },
}

/** A port that nobody uses. */
async function findPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return String(port)
}

/** Starts the app. */
async function start(folder: string) {
  const program = await startProgram(process.execPath, ['--env-file=.env', 'app.mjs'], folder, /listens on (\S+)/)
  return { ...keep(program), url: program.match[1] ?? '' }
}

it('the Express app prints verified payments, each once', async () => {
  const { url, output } = await start(copy('express', { ...environment, PORT: await findPort() }))
  const send = async (fault?: 'wrong-signature') => (await sandbox.notify(url, { ...content, fault })).status
  expect([await send('wrong-signature'), await send(), await send()]).toEqual([401, 204, 204])
  await vi.waitFor(() => expect(output()).toContain('paid: O1, 100 fen\n'))
  expect(output().match(/paid/g)).toHaveLength(1)
})

it('the Express app says what is missing', async () => {
  const started = start(copy('express', without('WECHATPAY_APIV3_KEY')))
  await expect(started).rejects.toThrow(/WECHATPAY_APIV3_KEY is missing: set it to the APIv3 key/)
})

it('the Express app has fifteen lines, and a README with its variables', () => {
  const folder = copy('express')
  expect(readFileSync(join(folder, 'app.mjs'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(15)
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  for (const name of ['WECHATPAY_PUBLIC_KEY_ID', 'WECHATPAY_PUBLIC_KEY', 'WECHATPAY_APIV3_KEY', 'PORT'])
    expect(readme).toContain(`| \`${name}\``)
})
