import { isSameSerialNumber, type PublicKey } from '@wechatpay-kit/crypto'
import { redactError } from '../errors/redact.ts'
import { refuse } from '../errors/validation.ts'
import type { DescribeMistakenId } from './mistaken-ids.ts'

/** A key of WeChat Pay's and its id. */
export interface PlatformKey {
  /** Public key id (微信支付公钥ID, `PUB_KEY_ID_…`), or serial number of the platform certificate. */
  readonly id: string
  readonly key: PublicKey
}

/** The keys of WeChat Pay that a client trusts. An object of your own can rotate them. */
export interface PlatformKeys {
  /** Finds the key with this id, if it is trusted: it may verify a response. */
  find(id: string): PlatformKey | undefined | Promise<PlatformKey | undefined>
  /** Gives the key that encrypts now; its id is sent with every request, so that WeChat Pay signs with it. */
  current(): PlatformKey | Promise<PlatformKey>
}

/** The keys that {@link createClient} takes: all of the list verify, its first entry encrypts. */
export type PlatformKeySources = readonly (PlatformKey | PlatformKeys)[] | PlatformKeys

/** Knowledge that a key of WeChat Pay's is checked with. */
interface KeyCheck {
  /** Serial number of the merchant's own certificate. */
  readonly merchantSerialNumber?: string
  /** Describes a mistaken id; without it the refusal says what was wanted alone. */
  readonly describe?: DescribeMistakenId | undefined
}

/** Makes one {@link PlatformKeys} of fixed and rotating keys: the key with the right id verifies, the first encrypts. */
export function createPlatformKeys(sources: PlatformKeySources, option: string, keyCheck: KeyCheck): PlatformKeys {
  if (!Array.isArray(sources)) {
    if (!isRotating(sources)) refuse(option, 'must be a list of { id, key }, or a PlatformKeys object')
    return checkLookups(sources, option, keyCheck)
  }

  const fixed: PlatformKey[] = []
  const rotating: PlatformKeys[] = []
  const findFixed = (id: string) => fixed.find((one) => isSameSerialNumber(one.id, id))
  let current: PlatformKeys['current'] | undefined
  for (const [index, source] of sources.entries()) {
    const path = `${option}.${index}`
    if (isRotating(source)) {
      const checked = checkLookups(source, path, keyCheck)
      rotating.push(checked)
      current ??= checked.current
    } else {
      const { id, key } = checkPlatformKey(source, path, keyCheck)
      if (findFixed(id)) refuse(`${path}.id`, 'occurs twice; leave one of the two out')
      fixed.push({ id, key })
      current ??= () => ({ id, key })
    }
  }
  if (!current) refuse(option, 'must hold at least one key: without it no response can be trusted')

  const find = async (id: string): Promise<PlatformKey | undefined> => {
    let found = findFixed(id)
    for (const keys of rotating) found ??= await keys.find(id)
    return found
  }
  return { find: rotating.length > 0 ? find : findFixed, current }
}

/** Refuses a platform key that could not be one. */
function checkPlatformKey(platformKey: PlatformKey, path: string, keyCheck: KeyCheck): PlatformKey {
  const { id, key } = (platformKey ?? {}) as Partial<PlatformKey>
  checkPlatformKeyId(id, path, keyCheck)
  if (typeof key?.verify !== 'function' || typeof key.encrypt !== 'function') {
    refuse(`${path}.key`, 'must be the key that importPublicKey returns (await it)')
  }
  return platformKey
}

/** Refuses an id that no key of WeChat Pay's can have. */
export function checkPlatformKeyId(id: unknown, path: string, { merchantSerialNumber, describe }: KeyCheck): void {
  // Of digits alone it is a number in decimal, or no whole id: one of a certificate has 40 characters.
  if (typeof id !== 'string' || !/^(?!\d{28,39}$|\d{41,}$)[\w-]{1,128}$/.test(id)) {
    refuse(
      `${path}.id`,
      describe?.(id, 'platformKeyId') ??
        'must be the id of WeChat Pay’s public key (PUB_KEY_ID_…), or the serial number of a platform certificate',
    )
  }
  if (merchantSerialNumber !== undefined && isSameSerialNumber(id, merchantSerialNumber)) {
    refuse(`${path}.id`, 'is the merchant’s own serial number; give the id of WeChat Pay’s key')
  }
}

/** Wraps lookups of somebody else's, so that every key that they give is checked and every failure explained. */
function checkLookups(keys: PlatformKeys, path: string, keyCheck: KeyCheck): PlatformKeys {
  const lookUp = async <Found>(run: () => Found | Promise<Found>, field: string): Promise<Found> => {
    try {
      return await run()
    } catch (error) {
      refuse(field, 'failed (see cause)', { cause: redactError(error) })
    }
  }
  return {
    async find(id) {
      const found = await lookUp(() => keys.find(id), `${path}.find`)
      return found && checkPlatformKey(found, `${path}.find`, keyCheck)
    },
    async current() {
      const found = await lookUp(() => keys.current(), `${path}.current`)
      return checkPlatformKey(found, `${path}.current`, keyCheck)
    },
  }
}

function isRotating(source: unknown): source is PlatformKeys {
  const { find, current } = Object(source) as Partial<PlatformKeys>
  return typeof find === 'function' && typeof current === 'function'
}
