import { DecryptionError, type PrivateKey } from '@wechatpay-kit/crypto'
import { decodeBase64, type Finding } from '../diagnosis.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { chooseKeys } from '../keys/roles.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { fill, note, pass } from './outcome.ts'

/** JSON whose encrypted fields are plain, and what is to be told of them. */
export interface DecryptedFields {
  readonly json: unknown
  /** Number of fields that look encrypted, whether they could be decrypted or not. */
  readonly count: number
  readonly findings: readonly Finding[]
}

/** Decrypts the fields of some JSON that are encrypted for the merchant (RSA), with the private key that is given. */
export async function decryptFields(json: unknown, ring: KeyRing): Promise<DecryptedFields> {
  const privateKey = chooseKeys(ring).merchantKey?.privateKey
  const counts = { plain: 0, locked: 0 }
  const walk = async (value: unknown): Promise<unknown> => {
    if (typeof value === 'string' && isCiphertext(value)) {
      const plain = privateKey && (await attempt(privateKey, value))
      counts[plain === undefined ? 'locked' : 'plain'] += 1
      return plain ?? value
    }
    if (Array.isArray(value)) return Promise.all(value.map(walk))
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(async ([name, member]) => [name, await walk(member)] as const)
    return Object.fromEntries(await Promise.all(members))
  }
  const decrypted = await walk(json)
  const { plain, locked } = counts
  const findings = [
    ...(plain > 0 ? [pass(fill(texts.fieldsDecrypted, { count: plain }))] : []),
    ...(locked > 0 ? [note(fill(privateKey ? texts.fieldsOfOther : texts.fieldsLocked, { count: locked }))] : []),
  ]
  return { json: decrypted, count: plain + locked, findings }
}

/** Base64 of as many bytes as RSA keys of 2048 to 4096 bits make. */
function isCiphertext(text: string): boolean {
  if (!/^[A-Za-z\d+/]{342,683}={0,2}$/.test(text)) return false
  return [256, 384, 512].includes(decodeBase64(text)?.length ?? 0)
}

async function attempt(key: PrivateKey, ciphertext: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await key.decrypt(ciphertext))
  } catch (error) {
    if (error instanceof DecryptionError) return undefined
    throw error
  }
}
