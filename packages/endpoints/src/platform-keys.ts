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

/** What {@link createClient} takes: all of the list verify, its first entry encrypts. */
export type PlatformKeySources = readonly (PlatformKey | PlatformKeys)[] | PlatformKeys

/** One {@link PlatformKeys} of fixed keys and such that rotate: the right one verifies, the first encrypts. */
export function createPlatformKeys(
  sources: PlatformKeySources,
  merchantSerialNumber?: string,
  option = 'platformKeys',
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
  const guard = (keys: PlatformKeys, path: string): PlatformKeys => ({
    find: async (id) => {
      const found = await attempt(() => keys.find(id), `${path}.find`)
      return found && check(found, `${path}.find`)
    },
    current: async () => check(await attempt(() => keys.current(), `${path}.current`), `${path}.current`),
  })
  if (!Array.isArray(sources)) {
    if (!isRotating(sources)) refuse(option, 'must be a list of { id, key }, or a PlatformKeys object')
    return guard(sources, option)
  }

  const fixed: PlatformKey[] = []
  const findFixed = (id: string) => fixed.find((one) => isSameSerialNumber(one.id, id))
  const rotating: PlatformKeys[] = []
  const currents: PlatformKeys['current'][] = []
  for (const [index, source] of sources.entries()) {
    const path = `${option}.${index}`
    if (isRotating(source)) {
      const guarded = guard(source, path)
      rotating.push(guarded)
      currents.push(guarded.current)
      continue
    }
    const { id, key } = check(source, path)
    if (findFixed(id)) refuse(`${path}.id`, 'occurs twice')
    fixed.push({ id, key })
    currents.push(() => ({ id, key }))
  }
  const [current] = currents
  if (!current) refuse(option, 'must hold at least one key: without it no answer can be trusted')

  const find = async (id: string): Promise<PlatformKey | undefined> => {
    let found = findFixed(id)
    for (const keys of rotating) found ??= await keys.find(id)
    return found
  }
  return { find: rotating.length > 0 ? find : findFixed, current }
}

/** Runs a lookup of the caller's own. */
async function attempt<Result>(lookUp: () => Result | Promise<Result>, field: string): Promise<Result> {
  try {
    return await lookUp()
  } catch (error) {
    refuse(field, 'failed (see cause)', { cause: withoutPayload(error) })
  }
}

function isRotating(source: unknown): source is PlatformKeys {
  const { find, current } = Object(source) as Partial<PlatformKeys>
  return typeof find === 'function' && typeof current === 'function'
}
