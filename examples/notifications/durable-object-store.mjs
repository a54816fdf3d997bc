// A NotificationStore on Durable Objects, for Cloudflare Workers: one object for each notification. Export the class from
// the Worker, bind it in wrangler.jsonc, and give the binding to createDurableObjectStore:
//   "durable_objects": { "bindings": [{ "name": "NOTIFICATIONS", "class_name": "NotificationEntry" }] },
//   "migrations": [{ "tag": "v1", "new_sqlite_classes": ["NotificationEntry"] }]
import { DurableObject } from 'cloudflare:workers'

/** @typedef {{ token?: string, lapsesAt: number }} Entry a claim, or without token a notification that is done */

/** One notification. While a method waits for the storage, no other begins: each is one atomic step. */
export class NotificationEntry extends DurableObject {
  /** @param {number} milliseconds @returns {Promise<import('@wechatpay-kit/endpoints').NotificationClaim>} */
  async claim(milliseconds) {
    const entry = await this.read()
    if (entry) return { state: entry.token === undefined ? 'done' : 'busy' }
    const token = crypto.randomUUID()
    await this.write({ token, lapsesAt: Date.now() + milliseconds })
    return { state: 'claimed', token }
  }

  /** @param {string} token @param {number} keepMilliseconds */
  async complete(token, keepMilliseconds) {
    if ((await this.read())?.token === token) await this.write({ lapsesAt: Date.now() + keepMilliseconds })
  }

  /** @param {string} token */
  async release(token) {
    if ((await this.read())?.token === token) await this.write({ lapsesAt: Date.now() })
  }

  /** Leaves nothing of what lapsed, so that objects cost nothing once they are over. */
  async alarm() {
    const entry = await this.read()
    if (entry) await this.ctx.storage.setAlarm(entry.lapsesAt)
    else await this.ctx.storage.deleteAll()
  }

  async read() {
    const entry = /** @type {Entry | undefined} */ (await this.ctx.storage.get('entry'))
    return entry && Date.now() < entry.lapsesAt ? entry : undefined
  }

  /** @param {Entry} entry */
  async write(entry) {
    await Promise.all([this.ctx.storage.put('entry', entry), this.ctx.storage.setAlarm(entry.lapsesAt)])
  }
}

/**
 * @param {DurableObjectNamespace<NotificationEntry>} namespace the binding
 * @returns {import('@wechatpay-kit/endpoints').NotificationStore}
 */
export function createDurableObjectStore(namespace) {
  const get = (/** @type {string} */ id) => namespace.get(namespace.idFromName(id))
  return {
    claim: (id, milliseconds) => get(id).claim(milliseconds),
    complete: (id, token, keepMilliseconds) => get(id).complete(token, keepMilliseconds),
    release: (id, token) => get(id).release(token),
  }
}
