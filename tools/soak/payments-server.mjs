// A sandbox that misbehaves and can be killed: its memory is in a file.
import { createSandbox } from '@wechatpay-kit/sandbox'
import { openStateFile, serve } from '@wechatpay-kit/sandbox/node'
import { createClock } from './clock.mjs'

/** @typedef {{ account: import('./account.mjs').Account, path: string, port: number, start: number, share: number }} ServerSettings */

/** @type {import('@wechatpay-kit/sandbox').Fault[]} */
const FAULTS = [
  'drop',
  'drop-before',
  'truncate',
  'slow',
  'gzip',
  'redirect',
  'bom',
  'other-signature',
  'duplicate-header',
  'unsigned',
  'wrong-signature',
  'unknown-key',
  'stale',
  'early',
  'probe',
  { delay: 300 },
  { status: 429, retryAfter: 1 },
  { status: 500 },
  { status: 502, body: 'html' },
  { status: 503, body: 'empty' },
  { body: '{}' },
]
/** @type {ServerSettings} */
const { account, path, port, start, share } = JSON.parse(process.argv[2] ?? '')
const sandbox = await createSandbox({
  ...account,
  now: createClock(start),
  storage: openStateFile(path),
  payments: { refundAfter: 10_000 },
  chooseFault: () => (Math.random() < share ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : undefined),
})
const { url } = await serve(sandbox, { port })
process.send?.({ url, apiV3Key: sandbox.apiV3Key })
process.on('disconnect', () => process.exit())
