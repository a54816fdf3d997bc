import { DecryptionError, type PrivateKey } from '@wechatpay-kit/crypto'
import { decodeBase64, type Finding } from '../diagnosis.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { chooseKeys } from '../keys/roles.ts'
import { secrets as texts } from '../texts/secrets.ts'
import { fill, note, pass } from './outcome.ts'

/** JSON whose encrypted fields are plain, and what is to be told of them. */
export interface DecryptedFields {
  /** JSON with one member a line; where it has numbers that JavaScript cannot hold, as it came. */
  readonly text: string
  /** Number of fields that look encrypted, whether they could be decrypted or not. */
  readonly count: number
  readonly findings: readonly Finding[]
}

/**
 * Decrypts the fields of some JSON that are encrypted for the merchant (RSA), with the private key that is given.
 *
 * @param text - the JSON, which can be parsed.
 */
export async function decryptFields(text: string, ring: KeyRing): Promise<DecryptedFields> {
  const privateKey = chooseKeys(ring).merchantKey?.privateKey
  const counts = { plain: 0, locked: 0 }
  const plainOf = new Map<string, string>()
  const walk = async (value: unknown): Promise<unknown> => {
    if (typeof value === 'string' && isCiphertext(value)) {
      const plain = privateKey && (await attempt(privateKey, value))
      counts[plain === undefined ? 'locked' : 'plain'] += 1
      if (plain !== undefined) plainOf.set(value, plain)
      return plain ?? value
    }
    if (Array.isArray(value)) return Promise.all(value.map(walk))
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(async ([name, member]) => [name, await walk(member)] as const)
    return Object.fromEntries(await Promise.all(members))
  }
  const decrypted = await walk(JSON.parse(text))
  const { plain, locked } = counts
  const findings = [
    ...(plain > 0 ? [pass(fill(texts.fieldsDecrypted, { count: plain }))] : []),
    ...(locked > 0 ? [note(fill(privateKey ? texts.fieldsOfOther : texts.fieldsLocked, { count: locked }))] : []),
  ]
  const shown = hasLargeNumbers(text) ? replaceTexts(text, plainOf) : JSON.stringify(decrypted, null, 2)
  return { text: shown, count: plain + locked, findings }
}

/** Numbers of 16 digits or more, such as ids: parsed and written again, some become others. */
function hasLargeNumbers(text: string): boolean {
  return /\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''))
}

function replaceTexts(text: string, others: ReadonlyMap<string, string>): string {
  let replaced = text
  for (const [given, other] of others) replaced = replaced.replaceAll(JSON.stringify(given), JSON.stringify(other))
  return replaced
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
