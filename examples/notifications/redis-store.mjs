// A NotificationStore on Redis from 2.6.12, or Valkey, for all processes that serve one address:
//   const client = createClient({ url }).on('error', console.error) // of `redis`; without a listener an outage ends the process
//   const store = createRedisStore(await client.connect())
// `redis` is the client that the makers of Redis maintain; with ioredis, `run` is `client.eval(script, 1, prefix + id, ...values)`.
// What is done must survive: give Redis the policy `noeviction`. An evicted or lost key is a notification handled again.
import { randomUUID } from 'node:crypto'

/** Claims in one atomic step: gives what the key holds, or sets it. */
const CLAIM = `
local held = redis.call('GET', KEYS[1])
if held then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'claimed'`

/** Completes and releases only what the token still holds: a claim that lapsed may be somebody else's by now. */
const COMPLETE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2]) end`
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`

/**
 * @param {Pick<import('redis').RedisClientType, 'eval'>} client connected
 * @param {string} [prefix] of the keys
 * @returns {import('@wechatpay-kit/endpoints').NotificationStore}
 */
export function createRedisStore(client, prefix = 'wechatpay:notification:') {
  const run = (/** @type {string} */ script, /** @type {string} */ id, /** @type {string[]} */ ...values) =>
    client.eval(script, { keys: [prefix + id], arguments: values })
  return {
    async claim(id, milliseconds) {
      const token = randomUUID()
      const held = await run(CLAIM, id, token, String(Math.ceil(milliseconds)))
      if (held === 'claimed') return { state: 'claimed', token }
      return { state: held === 'done' ? 'done' : 'busy' }
    },
    async complete(id, token, keepMilliseconds) {
      await run(COMPLETE, id, token, String(Math.ceil(keepMilliseconds)))
    },
    async release(id, token) {
      await run(RELEASE, id, token)
    },
  }
}
