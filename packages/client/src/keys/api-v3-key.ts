import { DecryptionError, decryptResource, type EncryptedResource } from '@wechatpay-kit/crypto'
import { refuse } from '../errors/validation.ts'

/** An APIv3 key (APIv3密钥), 32 bytes as text; or a list, whose members are tried in turn. */
export type ApiV3Keys = string | readonly [string, ...string[]]

/** Checks an option that is an APIv3 key or a list of them; gives a list. */
export function readApiV3Keys(given: ApiV3Keys): readonly string[] {
  const keys: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (keys.length === 0) refuse('apiV3Key', 'must be a key, or a list with at least one')
  return keys.map((key, index) => checkApiV3Key(key, Array.isArray(given) ? `apiV3Key.${index}` : 'apiV3Key'))
}

function checkApiV3Key(key: unknown, field: string): string {
  if (typeof key !== 'string')
    refuse(field, 'must be a string: the 32 characters that were set on the merchant platform')
  const { length } = new TextEncoder().encode(key)
  if (length !== 32)
    refuse(
      field,
      `has ${length} bytes, but an APIv3 key has 32; copy the 32 characters that were set on the merchant platform, without spaces and quotes`,
    )
  return key
}

/** Decrypts a resource with the first of the keys that fits. Throws a DecryptionError if none does. */
export async function decryptWithAny(resource: EncryptedResource, apiV3Keys: readonly string[]): Promise<Uint8Array> {
  for (const apiV3Key of apiV3Keys) {
    const plaintext = await decryptResource(resource, { apiV3Key }).catch((error: unknown) => {
      if (!(error instanceof DecryptionError)) throw error
      return undefined
    })
    if (plaintext) return plaintext
  }
  throw new DecryptionError('None of the APIv3 keys decrypts the resource.')
}
