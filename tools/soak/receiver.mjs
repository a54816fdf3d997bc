import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createMemoryStore, handleNotifications } from '@wechatpay-kit/endpoints'

/** Shares of the deliveries at which the connection breaks before, or after, they are handled; of handlings that fail. */
const [BROKEN_BEFORE, BROKEN_AFTER, FAILING] = [0.04, 0.04, 0.06]

/** @typedef {{ id: string, event_type: string, resource: any }} Handled */

/** Listens for notifications, misbehaves at times, and keeps what it handled. @param {Pick<import('@wechatpay-kit/endpoints').NotificationHandlerOptions, 'keys' | 'apiV3Key' | 'now'>} options */
export async function startReceiver(options) {
  const handled = /** @type {Handled[]} */ ([])
  let deliveries = 0
  const store = createMemoryStore(options.now ? { now: options.now } : {})
  // A claim outlives every handling: nothing may be handled twice.
  const settings = { ...options, store, claimTimeout: 3_600_000, onError: () => {} }
  const handle = handleNotifications(settings, async ({ id, event_type, resource }) => {
    await sleep(5 * Math.random())
    if (Math.random() < FAILING) throw new Error('The database is down.')
    handled.push({ id, event_type, resource })
  })
  const server = createServer(async (incoming, outgoing) => {
    deliveries++
    const body = Buffer.concat(await incoming.toArray())
    if (Math.random() < BROKEN_BEFORE) return outgoing.destroy()
    const headers = /** @type {Record<string, string>} */ (incoming.headers)
    const response = await handle(new Request('http://localhost/', { method: 'POST', headers, body }))
    if (Math.random() < BROKEN_AFTER) return outgoing.destroy()
    outgoing.writeHead(response.status).end(await response.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${Object(server.address()).port}/`,
    handled,
    countDeliveries: () => deliveries,
    stop: () => server.close().closeAllConnections(),
  }
}
