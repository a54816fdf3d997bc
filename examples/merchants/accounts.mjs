// A client and a notification handler for each merchant, made when they are first needed, and at most so many of them.
import { createClient, handleNotifications, readEnvironment } from '@wechatpay-kit/client'
import { LRUCache } from 'lru-cache'

/** @typedef {Awaited<ReturnType<typeof createAccount>>} Account */
/** @typedef {Pick<import('@wechatpay-kit/client').ClientOptions, 'transport' | 'onEvent'>} Connection */

/**
 * The settings of a merchant: the variables of `readEnvironment`, the newest first. While a key is replaced there are two
 * sets, of which the older one still verifies and decrypts.
 *
 * @typedef {readonly [Readonly<Record<string, string>>, ...Readonly<Record<string, string>>[]]} Settings
 */

/**
 * @typedef {object} AccountsOptions
 * @property {(mchid: string) => Promise<Settings | undefined>} load reads a merchant's settings from your database or vault
 * @property {(mchid: string) => import('@wechatpay-kit/client').NotificationHandlers} createHandlers what its notifications do
 * @property {import('@wechatpay-kit/client').NotificationStore} store one for all merchants: ids of notifications are unique
 * @property {number} max most merchants that are held at once
 * @property {Connection} [connection] what all clients share
 */

const PARTS = /** @type {const} */ ({ required: ['merchant', 'platformKeys', 'apiV3Key'] })

/** Finds the accounts of merchants. @param {AccountsOptions} options */
export function createAccounts({ load, createHandlers, store, max, connection = {} }) {
  /** @type {LRUCache<string, Promise<Account | undefined>>} */
  const cache = new LRUCache({ max })

  /** @param {string} mchid */
  const create = async (mchid) => {
    const settings = await load(mchid)
    return settings && createAccount(settings, createHandlers(mchid), store, connection)
  }
  return {
    /** Finds the account of a merchant; `undefined` of one that is none. @param {string} mchid */
    async find(mchid) {
      // Promises are kept, so that calls at the same time share one client; those that hold none are not.
      const account = cache.get(mchid) ?? create(mchid)
      cache.set(mchid, account)
      const found = await account.catch((error) => {
        cache.delete(mchid)
        throw error
      })
      if (!found) cache.delete(mchid)
      return found
    },
    /** Forgets an account after its settings changed: the next call reads them anew, calls under way end as they began. @param {string} mchid */
    forget: (mchid) => cache.delete(mchid),
    get size() {
      return cache.size
    },
  }
}

/**
 * Makes what one merchant needs.
 *
 * @param {Settings} settings
 * @param {import('@wechatpay-kit/client').NotificationHandlers} handlers
 * @param {import('@wechatpay-kit/client').NotificationStore} store
 * @param {Connection} connection
 */
async function createAccount([current, ...older], handlers, store, connection) {
  const newest = await readEnvironment(current, PARTS)
  const before = await Promise.all(older.map((variables) => readEnvironment(variables, PARTS)))
  const all = [newest, ...before]
  // The newest key signs and encrypts; all of them decrypt, and all of WeChat Pay's verify.
  const merchant = { ...newest.merchant, decryptionKeys: before.map((one) => one.merchant.privateKey) }
  const platformKeys = removeDoubles(all.flatMap((one) => one.platformKeys))
  const [apiV3Key, ...olderApiV3Keys] = all.map((one) => one.apiV3Key)
  const wxpay = createClient({ ...newest, ...connection, merchant, platformKeys })
  const handle = handleNotifications(
    { keys: platformKeys, apiV3Key: [apiV3Key ?? newest.apiV3Key, ...olderApiV3Keys], store },
    handlers,
  )
  return { mchid: merchant.mchid, wxpay, handle }
}

/** @param {readonly (import('@wechatpay-kit/client').PlatformKey | import('@wechatpay-kit/client').PlatformKeys)[]} keys */
function removeDoubles(keys) {
  return [...new Map(keys.map((key) => ['id' in key ? key.id : key, key])).values()]
}
