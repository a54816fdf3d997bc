// One of the two processes of tools/notifications.mjs. Its handler sometimes fails and sometimes outlives its claim; what
// it has handled is marked in Redis at the end of its work.
import { setTimeout as sleep } from 'node:timers/promises'
import { importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from 'redis'
import { createNotificationServer } from '../examples/notifications/node-http.mjs'
import { createRedisStore } from '../examples/notifications/redis-store.mjs'

/** Shares of the handlings that fail, and that take longer than their claim. */
const [FAILING, SLOW] = [1 / 50, 1 / 200]

const { redis, platform, apiV3Key, timeout, claimTimeout } = JSON.parse(process.argv[2] ?? '')
const client = createClient({ url: redis })
await client.connect()
const memory = createRedisStore(client)

/** The claims that this process got last: the handler that follows works on it. @type {Map<string, { token: string, claimedAt: number }>} */
const claims = new Map()

/** The store, and a record of it. @type {import('@wechatpay-kit/endpoints').NotificationStore} */
const store = {
  ...memory,
  async claim(id, milliseconds) {
    const claimedAt = Date.now()
    const claim = await memory.claim(id, milliseconds)
    if (claim.state === 'claimed') claims.set(id, { token: claim.token, claimedAt })
    return claim
  },
  async complete(id, token, keepMilliseconds) {
    await memory.complete(id, token, keepMilliseconds)
    await client.hSet('completed', token, Date.now())
  },
}

const keys = [{ id: platform.id, key: await importPublicKey(platform.publicKey) }]
const options = { keys, apiV3Key, store, timeout, claimTimeout, onError: () => {} }
const server = createNotificationServer(options, async ({ id }) => {
  const claim = claims.get(id)
  claims.delete(id)
  await sleep(Math.random() < SLOW ? 1.2 * claimTimeout : 10 * Math.random())
  if (Math.random() < FAILING) throw new Error('The database is down.')
  const mark = JSON.stringify({ id, pid: process.pid, ...claim })
  await client.multi().incr(`handled:${id}`).rPush('marks', mark).exec()
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
// Whatever ends the process that started this one ends it too.
process.once('disconnect', () => process.exit())
