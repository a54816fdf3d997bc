// A shop with its notifications in Redis, one of several processes. Its handler tells the test that it began, and ends
// as the test says.
import { once } from 'node:events'
import { importPublicKey } from '@wechatpay-kit/crypto'
import { createClient } from 'redis'
import { createNotificationServer } from '../../examples/notifications/node-http.mjs'
import { createRedisStore } from '../../examples/notifications/redis-store.mjs'

const { redis, id, publicKey, apiV3Key, timeout, claimTimeout } = JSON.parse(process.argv[2] ?? '')
const client = createClient({ url: redis }).on('error', () => {})
const options = {
  keys: [{ id, key: await importPublicKey(publicKey) }],
  apiV3Key,
  store: createRedisStore(await client.connect()),
  timeout,
  claimTimeout,
  onError: () => {},
}
const server = createNotificationServer(options, async (notification) => {
  process.send?.({ handling: notification.id })
  const [{ isDone }] = await once(process, 'message')
  if (!isDone) throw new Error('The database is down.')
  process.send?.({ handled: notification.id })
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
// Whatever ends the process that started this one ends it too.
process.once('disconnect', () => process.exit())
