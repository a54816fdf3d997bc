// A NotificationStore on Deno KV, for the processes of Deno Deploy, or those of one machine that share a file:
//   const store = createDenoKvStore(await Deno.openKv())
// Outside Deno Deploy, Deno needs the flag --unstable-kv. Processes compare a claim with their own clocks, so claimTimeout
// should be well above the difference of these.
import type { NotificationStore } from '@wechatpay-kit/endpoints'

/** A claim, or without token a notification that is done. */
interface Entry {
  readonly token?: string
  readonly lapsesAt: number
}

export function createDenoKvStore(kv: Deno.Kv, prefix: readonly string[] = ['wechatpay', 'notifications']) {
  const keyOf = (id: string) => [...prefix, id]
  const isValid = (entry: Entry | null): entry is Entry => entry !== null && Date.now() < entry.lapsesAt
  /** Deno deletes an entry some time after it lapsed. */
  const set = (before: Deno.KvEntryMaybe<Entry>, milliseconds: number, token?: string) =>
    kv
      .atomic()
      // It is set only if nobody else has changed it since it was read: that makes one atomic step of both.
      .check(before)
      .set(
        before.key,
        { ...(token && { token }), lapsesAt: Date.now() + milliseconds },
        { expireIn: Math.ceil(milliseconds) },
      )
      .commit()

  const store: NotificationStore = {
    async claim(id, milliseconds) {
      const entry = await kv.get<Entry>(keyOf(id))
      if (isValid(entry.value)) return { state: entry.value.token === undefined ? 'done' : 'busy' }
      const token = crypto.randomUUID()
      const { ok } = await set(entry, milliseconds, token)
      return ok ? { state: 'claimed', token } : { state: 'busy' }
    },
    async complete(id, token, keepMilliseconds) {
      const entry = await kv.get<Entry>(keyOf(id))
      if (isValid(entry.value) && entry.value.token === token) await set(entry, keepMilliseconds)
    },
    async release(id, token) {
      const entry = await kv.get<Entry>(keyOf(id))
      if (isValid(entry.value) && entry.value.token === token) await kv.atomic().check(entry).delete(entry.key).commit()
    },
  }
  return store
}
