import { isSameSerialNumber, type PublicKey } from '@wechatpay-kit/crypto'
import { withoutPayload } from './cause.ts'
import { refuse } from './errors.ts'

/** A key of WeChat Pay's and its name. */
export interface PlatformKey {
  /** Public key id (微信支付公钥ID, `PUB_KEY_ID_…`), or serial number of the platform certificate. */
  readonly id: string
  readonly key: PublicKey
}

/** The keys of WeChat Pay that a client trusts. An object of your own can rotate them. */
export interface PlatformKeys {
  /** The key with this id, if it is trusted: it may verify an answer. */
  find(id: string): PlatformKey | undefined | Promise<PlatformKey | undefined>
  /** The key that encrypts now; its id is sent with every request, so that WeChat Pay signs with it. */
  current(): PlatformKey | Promise<PlatformKey>
}

/** A fixed list as {@link PlatformKeys}: all verify, the first encrypts. */
export function createPlatformKeys(
  keys: readonly PlatformKey[] | PlatformKeys,
  merchantSerialNumber?: string,
): PlatformKeys {
  const check = (platformKey: PlatformKey, path: string): PlatformKey => {
    const { id, key } = (platformKey ?? {}) as Partial<PlatformKey>
    if (typeof id !== 'string' || !/^[\w-]{1,128}$/.test(id)) {
      refuse(`${path}.id`, 'must be a public key id or a serial number')
    }
    if (merchantSerialNumber !== undefined && isSameSerialNumber(id, merchantSerialNumber)) {
      refuse(`${path}.id`, 'is the merchant’s own serial number; give the id of WeChat Pay’s key')
    }
    if (typeof key?.verify !== 'function' || typeof key.encrypt !== 'function') {
      refuse(`${path}.key`, 'must come from importPublicKey')
    }
    return platformKey
  }
  if (!isList(keys)) {
    if (typeof keys?.find !== 'function' || typeof keys.current !== 'function') {
      refuse('platformKeys', 'must be a list of { id, key }, or a PlatformKeys object')
    }
    return {
      find: async (id) => {
        const found = await attempt(() => keys.find(id), 'platformKeys.find')
        return found && check(found, 'platformKeys.find')
      },
      current: async () => check(await attempt(() => keys.current(), 'platformKeys.current'), 'platformKeys.current'),
    }
  }
  const list: PlatformKey[] = []
  const find = (id: string) => list.find((one) => isSameSerialNumber(one.id, id))
  for (const [index, given] of keys.entries()) {
    const path = `platformKeys.${index}`
    const { id, key } = check(given, path)
    if (find(id)) refuse(`${path}.id`, 'occurs twice')
    list.push({ id, key })
  }
  const [first] = list
  if (!first) refuse('platformKeys', 'must hold at least one key: without it no answer can be trusted')
  return { find, current: () => first }
}

/** Runs a lookup of the caller's own. */
async function attempt<Result>(lookUp: () => Result | Promise<Result>, field: string): Promise<Result> {
  try {
    return await lookUp()
  } catch (error) {
    refuse(field, 'failed (see cause)', { cause: withoutPayload(error) })
  }
}

function isList(keys: readonly PlatformKey[] | PlatformKeys): keys is readonly PlatformKey[] {
  return Array.isArray(keys)
}
