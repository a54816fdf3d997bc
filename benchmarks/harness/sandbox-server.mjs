// A sandbox that is served as everybody serves it, in a process of its own.
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { respondToQuestions } from './process.mjs'

const merchant = { mchid: '1900000000', serialNumber: 'ABCDEF', keys: await generateKeyPair() }
const platform = { id: 'PUB_KEY_ID_0119000000002026010100000000000000', keys: await generateKeyPair() }
const sandbox = await createSandbox({ merchant, platform })
const { url } = await serve(sandbox)

respondToQuestions({
  /** Gives what a client needs. @returns {import('../clients/index.mjs').Account} */
  admit: () => ({
    url,
    merchant: { mchid: merchant.mchid, serialNumber: merchant.serialNumber, ...merchant.keys },
    platform: { id: platform.id, publicKey: platform.keys.publicKey },
    apiV3Key: sandbox.apiV3Key,
  }),
  /** CPU time of this process so far, in microseconds. */
  usage() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
})
