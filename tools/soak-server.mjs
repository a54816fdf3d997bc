// The other side of tools/soak.mjs, in a process of its own so that its memory does not count.
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'

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
const keys = {
  merchant: { mchid: '1900000000', serialNumber: 'ABCDEF', keys: await generateKeyPair() },
  platform: { id: 'PUB_KEY_ID_01', keys: await generateKeyPair() },
}
const sandbox = await createSandbox({
  ...keys,
  chooseFault: () => (Math.random() < share ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : undefined),
})
const { url } = await serve(sandbox)
process.send?.({ url, keys })
process.on('message', () => {
  process.send?.([...sandbox.qualifications].map(([certificate, { alterations }]) => [certificate, alterations]))
})
