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
  const read = (id: string) => kv.get<Entry>([...prefix, id])
  const isValid = (entry: Entry | null): entry is Entry => entry !== null && Date.now() < entry.lapsesAt

  /** Writes what shall follow, unless somebody else has written since: with the reading that is one atomic step. */
  const replace = (before: Deno.KvEntryMaybe<Entry>, token: string | undefined, milliseconds: number) => {
    const entry: Entry = { ...(token && { token }), lapsesAt: Date.now() + milliseconds }
    // Deno deletes it some time after that.
    const options = { expireIn: Math.ceil(milliseconds) }
    return commit(kv.atomic().check(before).set(before.key, entry, options))
  }

  const store: NotificationStore = {
    async claim(id, milliseconds) {
      const before = await read(id)
      if (isValid(before.value)) return { state: before.value.token === undefined ? 'done' : 'busy' }
      const token = crypto.randomUUID()
      const { ok } = await replace(before, token, milliseconds)
      return ok ? { state: 'claimed', token } : { state: 'busy' }
    },
    async complete(id, token, keepMilliseconds) {
      const before = await read(id)
      if (isValid(before.value) && before.value.token === token) await replace(before, undefined, keepMilliseconds)
    },
    async release(id, token) {
      const before = await read(id)
      if (isValid(before.value) && before.value.token === token) {
        await commit(kv.atomic().check(before).delete(before.key))
      }
    },
  }
  return store
}

/** Most times that a commit is tried: it fails while another process of the machine writes to the file. */
const MOST_TRIES = 10

async function commit(operation: Deno.AtomicOperation): Promise<{ readonly ok: boolean }> {
  for (let tries = 1; ; tries++) {
    try {
      return await operation.commit()
    } catch (error) {
      if (tries === MOST_TRIES || !String(error).includes('database is locked')) throw error
      await new Promise((resolve) => setTimeout(resolve, 20 * tries * Math.random()))
    }
  }
}
