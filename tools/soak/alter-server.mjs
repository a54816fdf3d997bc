// The other side of alter.mjs, in a process of its own so that its memory does not count.
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { createAccount } from './account.mjs'

/** @type {import('@wechatpay-kit/sandbox').Fault[]} */
const FAULTS = [
  'drop',
  'drop-before',
  'truncate',
  'probe',
  { status: 429 },
  { status: 500 },
  { status: 502, body: 'html' },
  { status: 503, body: 'empty' },
  { delay: 500 },
  'unsigned',
  'wrong-signature',
  'unknown-key',
  'stale',
]
const share = Number(process.argv[2])
const account = await createAccount()
const sandbox = await createSandbox({
  ...account,
  chooseFault: () => (Math.random() < share ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : undefined),
})
const { url } = await serve(sandbox)
process.send?.({ url, account })
process.on('message', () => {
  process.send?.([...sandbox.qualifications].map(([certificate, { alterations }]) => [certificate, alterations]))
})
