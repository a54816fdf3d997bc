import { type ChildProcess, fork } from 'node:child_process'
import { on, once } from 'node:events'
import { createMemoryStore } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createRedisStore } from '../examples/notifications/redis-store.mjs'
import { redisMissing, startRedis } from '../tools/redis.mjs'
import { checkStore } from './programs/store-contract.mjs'
import { root } from './run.ts'

it('createMemoryStore is a NotificationStore', async () => {
  expect(await checkStore(createMemoryStore())).toBe(9)
})

describe.skipIf(redisMissing)(`the store on Redis${redisMissing ? ` (skipped: ${redisMissing})` : ''}`, async () => {
  const platform = { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: await generateKeyPair() }
  const sandbox = await createSandbox({ platform })
  let redis: Awaited<ReturnType<typeof startRedis>>
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())

  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  /** Starts a process of the shop; its handler begins and ends as the test says. */
  async function startShop(change: { timeout?: number; claimTimeout?: number; redis?: string } = {}) {
    const { id, keys } = platform
    const settings = { redis: redis.url, id, publicKey: keys.publicKey, apiV3Key: sandbox.apiV3Key, ...change }
    const child = fork(`${root}test/programs/shop.mjs`, [JSON.stringify(settings)])
    children.push(child)
    const messages = on(child, 'message')
    const next = async () => (await messages.next()).value?.[0]
    const { port } = await next()
    const deliver = async (id: string) => {
      const content = { id, event_type: 'TRANSACTION.SUCCESS', resource: {} } as const
      return (await sandbox.notify(`http://127.0.0.1:${port}/`, content)).status
    }
    return { child, deliver, next, end: (isDone: boolean) => child.send({ isDone }) }
  }

  /** Delivers again and again, as WeChat Pay does, until the shop begins to handle it. */
  async function deliverUntilHandled(shop: Awaited<ReturnType<typeof startShop>>, id: string) {
    const statuses: number[] = []
    let isBegun = false
    const begun = shop.next().then(() => {
      isBegun = true
    })
    while (!isBegun) {
      const delivery = shop.deliver(id)
      const status = await Promise.race([delivery, begun])
      if (status === undefined) return { statuses, delivery }
      statuses.push(status)
    }
    throw new Error('It was handled, and nobody waits for it.')
  }

  it('is a NotificationStore', async () => {
    const client = createClient({ url: redis.url })
    await client.connect()
    expect(await checkStore(createRedisStore(client))).toBe(9)
    // Every key lapses by itself.
    for await (const keys of client.scanIterator()) {
      for (const key of keys) {
        expect(key).toMatch(/^wechatpay:notification:/)
        expect(await client.pTTL(key)).toBeGreaterThan(0)
      }
    }
    client.destroy()
  })

  it('shares a notification between processes: 503 while one handles it, and whoever handled it acknowledges', async () => {
    const [one, other] = await Promise.all([startShop(), startShop()])
    const first = one.deliver('shared')
    expect(await one.next()).toEqual({ handling: 'shared' })
    expect(await other.deliver('shared')).toBe(503)
    one.end(false)
    expect(await first).toBe(500)
    const third = other.deliver('shared')
    expect(await other.next()).toEqual({ handling: 'shared' })
    other.end(true)
    expect(await third).toBe(204)
    // Neither begins again: both would wait.
    expect([await one.deliver('shared'), await other.deliver('shared')]).toEqual([204, 204])
  })

  it('loses nothing of a process that is killed: its claim lapses', async () => {
    const [one, other] = await Promise.all([startShop({ timeout: 1000, claimTimeout: 1000 }), startShop()])
    const first = one.deliver('killed').catch(() => 'killed')
    await one.next()
    one.child.kill('SIGKILL')
    await once(one.child, 'exit')
    expect(await first).toBe('killed')
    const { statuses, delivery } = await deliverUntilHandled(other, 'killed')
    other.end(true)
    expect([statuses.filter((status) => status !== 503), await delivery]).toEqual([[], 204])
    expect(await other.deliver('killed')).toBe(204)
  })

  it('acknowledges and begins nothing while Redis is down, and outlives it', async () => {
    const mortal = await startRedis()
    const shop = await startShop({ timeout: 1000, redis: mortal.url })
    const first = shop.deliver('down')
    await shop.next()
    mortal.stop()
    const statuses = [await shop.deliver('another'), await shop.deliver('another')]
    // Handled, but nobody knows: WeChat Pay comes again.
    shop.end(true)
    expect([...statuses, await first]).toEqual([500, 500, 500])
    expect(await shop.next()).toEqual({ handled: 'down' })
    expect(shop.child.exitCode).toBe(null)
  })

  it.each([true, false])('keeps a handler that outlives its claim from the next holder’s, done: %s', async (isDone) => {
    const id = `outlived ${isDone}`
    const [one, other] = await Promise.all([startShop({ timeout: 1000, claimTimeout: 1000 }), startShop()])
    const first = one.deliver(id)
    await one.next()
    expect(await first).toBe(500)
    const { statuses, delivery } = await deliverUntilHandled(other, id)
    expect(statuses.filter((status) => status !== 503)).toEqual([])
    one.end(isDone)
    if (isDone) expect(await one.next()).toEqual({ handled: id })
    // The claim is still the other's, though the first has ended and would have completed or released its own.
    for (let count = 0; count < 5; count++) expect(await one.deliver(id)).toBe(503)
    other.end(true)
    expect(await delivery).toBe(204)
    expect(await one.deliver(id)).toBe(204)
  })
})
