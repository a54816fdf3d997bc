import type { PlatformKeys } from '../keys/platform-keys.ts'
import { Refusal } from '../wire/response.ts'
import type { PlatformIdentity } from '../wire/signature.ts'
import type { SensitiveValue } from './check.ts'
import { refuseCiphertext } from './refusals.ts'
import { checkText } from './rules.ts'

/**
 * Decrypts the encrypted texts of a request with the key that the call names, checks them, and puts them in their places.
 * Gives the key. Throws a refusal, which repeats nothing of a text.
 */
export async function decryptValues(
  values: readonly SensitiveValue[],
  serial: string | null,
  findKey: PlatformKeys['find'],
): Promise<PlatformIdentity> {
  if (values.length > 0 && !serial)
    throw new Refusal(400, 'PARAM_ERROR', 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)')
  const key = await findKey(serial)
  if (!key) throw new Refusal(400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误')
  // All at once: each takes about a millisecond, on a thread of its own.
  const texts = await Promise.all(values.map(({ ciphertext }) => decryptText(ciphertext, key)))
  for (const [index, { node, ciphertext, place, holder }] of values.entries()) {
    // Where sources disagree whether a text is encrypted, it may be plain.
    const text = texts[index] ?? (node.encryptedDisputed ? ciphertext : undefined)
    if (text === undefined) throw refuseCiphertext(place)
    checkText(node, text, place, undefined)
    holder[place.path.at(-1) ?? ''] = text
  }
  return key
}

/** Decrypts a ciphertext to text; `undefined` where it is none, or holds nothing or no UTF-8. */
export async function decryptText(ciphertext: string, key: PlatformIdentity): Promise<string | undefined> {
  try {
    const plaintext = await key.privateKey.decrypt(ciphertext)
    return plaintext.length === 0 ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
  } catch {
    return undefined
  }
}
