import type { Deadline } from '@wechatpay-kit/transport-fetch'
import type * as v from 'valibot'
import { redactError } from '../../errors/redact.ts'
import { refuse } from '../../errors/validation.ts'
import type { PlatformKey } from '../../keys/platform-keys.ts'
import type { DescribeIssue } from '../../operation/issues.ts'
import { type Place, refusePlaces, replaceValue, runSchema } from '../../operation/request.ts'
import { type AnySchema, readMetadata } from '../../operation/sensitive.ts'
import { describeBadText } from '../json.ts'
import { takeTurn } from '../turns.ts'

/** Bytes by which a ciphertext of OAEP with SHA-1 is longer than the longest plaintext (RFC 8017 section 7.1.1). */
const OAEP_OVERHEAD = 42

/** Most encryptions or decryptions of one call at a time: enough for all cores, and few enough for other calls to get their turn. */
const PARALLEL = 8

/**
 * Puts ciphertexts in the place of plain values, of which `describe` has the words for what their schemas refuse; begins no
 * more of them once the deadline has ended.
 */
export function encryptValues(
  places: readonly Place[],
  { key }: PlatformKey,
  deadline: Deadline,
  describe: DescribeIssue,
): Promise<void> {
  refusePlaces(places, (place) => describePlaintext(place, key.maxPlaintextBytes, describe))
  const encryptAt = async (place: Place) => replaceValue(place, await key.encrypt(place.value as string))
  return inBatches(places, deadline, encryptAt).catch((error: unknown) => {
    const plaintexts = places.map(({ value }) => value as string)
    refuse('platformKeys', 'could not encrypt (see cause)', { cause: redactError(error, plaintexts) })
  })
}

/** Refuses values that cannot be ciphertexts for the key; `remedy` is for those that are plain text. */
export function checkCiphertexts(places: readonly Place[], { key }: PlatformKey, remedy: string): void {
  const size = key.maxPlaintextBytes + OAEP_OVERHEAD
  const message = `must be a ciphertext for the key in headers['Wechatpay-Serial']: base64 of exactly ${size} bytes; for plain text ${remedy}`
  refusePlaces(places, ({ value }) => (decodedLength(value) === size ? undefined : message))
}

/** Works through items in batches; begins no more of them once the deadline has ended. */
export async function inBatches<Item>(
  items: readonly Item[],
  deadline: Deadline | undefined,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (let index = 0; index < items.length && !deadline?.ended; index += PARALLEL) {
    // Keys that work on this thread would hold it until the last item; each takes as long as a hundred values elsewhere.
    await Promise.all([...items.slice(index, index + PARALLEL).map(work), takeTurn(items.length * 100)])
  }
}

/** Describes why a value cannot be encrypted. */
function describePlaintext({ value, schema }: Place, limit: number, describe: DescribeIssue): string | undefined {
  if (typeof value !== 'string') return 'must be a text, because it is encrypted'
  const { plaintext } = readMetadata(schema as AnySchema)
  return (
    describeBadText(value, 'encrypted') ?? describeLength(value, limit) ?? describeContent(value, plaintext, describe)
  )
}

function describeLength(value: string, limit: number): string | undefined {
  // No character has more than three bytes for each of its UTF-16 units.
  if (value.length * 3 <= limit) return undefined
  const { length } = new TextEncoder().encode(value)
  if (length <= limit) return undefined
  return `has ${length} bytes as UTF-8, the key encrypts at most ${limit}; a ready ciphertext needs headers['Wechatpay-Serial']`
}

function describeContent(
  value: string,
  plaintext: v.GenericSchema<string> | undefined,
  describe: DescribeIssue,
): string | undefined {
  const [issue] = (plaintext && runSchema(plaintext, value).issues) ?? []
  return issue && describe(issue, plaintext as v.GenericSchema)
}

/** Gives the number of bytes of standard base64; `undefined` where it is none, or not in its one canonical form. */
export function decodedLength(base64: unknown): number | undefined {
  try {
    const binary = atob(base64 as string)
    return btoa(binary) === base64 ? binary.length : undefined
  } catch {
    return undefined
  }
}
