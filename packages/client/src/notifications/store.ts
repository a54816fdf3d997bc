import { createNonce } from '@wechatpay-kit/crypto'
import { readOwnOptions, refuse } from '../errors/validation.ts'

/** The verdict of a {@link NotificationStore} on a notification: whether this delivery is to handle it. */
export type NotificationClaim =
  | { readonly state: 'claimed'; readonly token: string }
  | { readonly state: 'busy' | 'done' }

/**
 * A memory of notifications in two steps, shared by all processes that serve one address: a notification is claimed, then
 * handled, and only then done. A process that dies in between leaves a claim that lapses by itself.
 */
export interface NotificationStore {
  /**
   * Claims a notification, in one atomic step. The claim lapses by itself.
   *
   * @param id - the notification's number.
   * @param milliseconds - how long the claim holds.
   * @returns `claimed` with a token of the holder's alone; `busy` while somebody else's claim holds; `done` once it was
   *   completed.
   */
  claim(id: string, milliseconds: number): Promise<NotificationClaim>
  /**
   * Marks a notification as done, if the token is still that of its claim.
   *
   * @param id - the notification's number.
   * @param token - of the claim.
   * @param keepMilliseconds - how long it is to be remembered: WeChat Pay repeats for a day.
   */
  complete(id: string, token: string, keepMilliseconds: number): Promise<void>
  /**
   * Gives a claim up, if the token is still that of the claim.
   *
   * @param id - the notification's number.
   * @param token - of the claim.
   */
  release(id: string, token: string): Promise<void>
}

/** Options of {@link createMemoryStore}. */
export interface MemoryStoreOptions {
  /**
   * Most notifications that are remembered. Beyond it the one that was done first is forgotten: its repetition would be
   * handled again. Default: 100 000.
   */
  readonly maxEntries?: number | undefined
  /** Gives the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** A claim, or without token a notification that is done; either lapses. */
interface Entry {
  readonly token: string | undefined
  readonly lapsesAt: number
}

/**
 * Makes a store in the memory of this process, for one that serves an address alone. Several processes share a store of
 * their own, such as Redis.
 *
 * @param options - `maxEntries`; `now` gives milliseconds.
 * @returns the store.
 * @throws ValidationError (`VALIDATION_FAILED`) that names the option.
 * @example
 * ```ts
 * import { createMemoryStore, handleNotifications, type PlatformKey } from '@wechatpay-kit/client'
 *
 * declare const keys: PlatformKey[], apiV3Key: string
 * const handle = handleNotifications({ keys, apiV3Key, store: createMemoryStore() }, async ({ id }) => console.log(id))
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/merchant/4012071382 | document 4012071382}
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): NotificationStore {
  const own = readOwnOptions(options, ['maxEntries', 'now'], 'createMemoryStore')
  const { maxEntries = 100_000, now = Date.now } = own
  if (!(maxEntries >= 1)) refuse('maxEntries', 'must be a number from 1')
  if (typeof now !== 'function') refuse('now', 'must be a function')
  /** In the order of their last change. */
  const entries = new Map<string, Entry>()
  const set = (id: string, entry: Entry) => {
    entries.delete(id)
    entries.set(id, entry)
  }
  const isHeld = (id: string, token: string) => {
    const entry = entries.get(id)
    return entry?.token === token && now() < entry.lapsesAt
  }
  const forgetOldest = () => {
    for (const [id, { token, lapsesAt }] of entries) {
      const isLapsed = lapsesAt <= now()
      if (!isLapsed && entries.size <= maxEntries) return
      if (isLapsed || token === undefined) entries.delete(id)
    }
  }
  return {
    async claim(id, milliseconds) {
      const entry = entries.get(id)
      if (entry && now() < entry.lapsesAt) return { state: entry.token === undefined ? 'done' : 'busy' }
      const token = createNonce()
      set(id, { token, lapsesAt: now() + milliseconds })
      forgetOldest()
      return { state: 'claimed', token }
    },
    async complete(id, token, keepMilliseconds) {
      if (isHeld(id, token)) set(id, { token: undefined, lapsesAt: now() + keepMilliseconds })
    },
    async release(id, token) {
      if (isHeld(id, token)) entries.delete(id)
    },
  }
}
