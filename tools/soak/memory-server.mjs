// The sandbox whose memory tools/soak/memory.mjs watches, served in a process of its own.
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { createAccount } from './account.mjs'
import { measureHeap } from './heap.mjs'

const account = await createAccount()
const sandbox = await createSandbox({ ...account, payments: { refundAfter: 0 } })
const { url } = await serve(sandbox)
process.send?.({ url, account, apiV3Key: sandbox.apiV3Key })
process.on('message', async () => {
  // Notifications that are under way are not what stays.
  await sandbox.settle()
  process.send?.({ heap: measureHeap(), resident: process.memoryUsage().rss })
})
process.on('disconnect', () => process.exit())
