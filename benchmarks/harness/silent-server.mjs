// A server that takes every request and responds to none, in a process of its own, so that the other side's memory is not
// measured.
import { createServer } from 'node:http'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { respondToQuestions } from './process.mjs'

const merchant = { mchid: '1900000000', serialNumber: 'ABCDEF', ...(await generateKeyPair()) }
const { publicKey } = await generateKeyPair()
const platform = { id: 'PUB_KEY_ID_0119000000002026010100000000000000', publicKey }

const server = createServer((incoming) => void incoming.resume())
const port = await new Promise((resolve) => {
  // A backlog for two thousand calls that start at once.
  server.listen(0, '127.0.0.1', 4096, () => resolve(Object(server.address()).port))
})

respondToQuestions({
  /** @returns {import('../clients/index.mjs').Account} */
  admit: () => ({ url: `http://127.0.0.1:${port}`, merchant, platform, apiV3Key: '0'.repeat(32) }),
})
