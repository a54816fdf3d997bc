// A Worker that checks the store on Durable Objects, and that its objects leave nothing behind.
import { createDurableObjectStore, NotificationEntry } from '../../examples/notifications/durable-object-store.mjs'
import { checkStore } from './store-contract.mjs'

export class InspectableEntry extends NotificationEntry {
  async countKeys() {
    return (await this.ctx.storage.list()).size
  }
}

export default {
  /** @param {unknown} _ @param {{ NOTIFICATIONS: DurableObjectNamespace<InspectableEntry> }} env */
  async test(_, { NOTIFICATIONS }) {
    const store = createDurableObjectStore(NOTIFICATIONS)
    const cases = await checkStore(store)
    const entry = NOTIFICATIONS.get(NOTIFICATIONS.idFromName('short'))
    await store.claim('short', 500)
    const before = await entry.countKeys()
    // Cleared by its alarm, and by nothing else: nobody claims it again.
    while ((await entry.countKeys()) > 0) await new Promise((resolve) => setTimeout(resolve, 50))
    console.log(`${cases} cases, ${before} key, then none`)
  },
}
