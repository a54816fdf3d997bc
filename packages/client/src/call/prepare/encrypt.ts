import type { Deadline } from '@wechatpay-kit/transport-fetch'
import * as v from 'valibot'
import { redactError } from '../../errors/redact.ts'
import { refuse, ValidationError, type ValidationIssue } from '../../errors/validation.ts'
import type { PlatformKey } from '../../keys/platform-keys.ts'
import { describeIssue, type SensitiveValue } from '../../operation/request.ts'
import { describeBadText } from '../json.ts'

/** A sensitive value and the name of its field: `json.cert_no`. */
export interface FieldValue extends SensitiveValue {
  readonly field: string
}

/** Bytes by which a ciphertext of OAEP with SHA-1 is longer than the longest plaintext (RFC 8017 section 7.1.1). */
const OAEP_OVERHEAD = 42

/** Most encryptions or decryptions of one call at a time: enough for all cores, and few enough for other calls to get their turn. */
const PARALLEL = 8

/** Puts ciphertexts in the place of plain values; begins no more of them once the deadline has ended. */
export async function encryptValues(
  values: readonly FieldValue[],
  { key }: PlatformKey,
  deadline: Deadline,
): Promise<void> {
  const limit = key.maxPlaintextBytes
  refuseIssues(
    values.flatMap(({ field, value, plaintext }) => {
      const message =
        describeBadText(value, 'encrypted') ?? describeLength(value, limit) ?? describeContent(value, plaintext)
      return message ? [{ field, message }] : []
    }),
  )
  try {
    await inParallel(values, deadline, async ({ value, replace }) => replace(await key.encrypt(value)))
  } catch (error) {
    const plaintexts = values.map(({ value }) => value)
    refuse('platformKeys', 'could not encrypt (see cause)', { cause: redactError(error, plaintexts) })
  }
}

/** Refuses values that cannot be ciphertexts for the key; `remedy` is for those that are plain text. */
export function checkCiphertexts(
  values: readonly Pick<FieldValue, 'field' | 'value'>[],
  { key }: PlatformKey,
  remedy: string,
): void {
  const size = key.maxPlaintextBytes + OAEP_OVERHEAD
  refuseIssues(
    values
      .filter(({ value }) => decodedLength(value) !== size)
      .map(({ field }) => ({
        field,
        message: `must be a ciphertext for the key in headers['Wechatpay-Serial']: base64 of exactly ${size} bytes; for plain text ${remedy}`,
      })),
  )
}

/** Refuses a call for all these faults, if there are any. */
export function refuseIssues(issues: readonly ValidationIssue[]): void {
  const [first, ...more] = issues
  if (first) throw new ValidationError([first, ...more])
}

/** Works through items, so many at a time; begins no more of them once the deadline has ended. */
export async function inParallel<Item>(
  items: readonly Item[],
  deadline: Deadline | undefined,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  // Shared by the workers: as soon as one fails, none of them begins another item.
  let next = 0
  const workThrough = async (): Promise<void> => {
    try {
      while (next < items.length && !deadline?.ended) await work(items[next++] as Item)
    } finally {
      next = items.length
    }
  }
  await Promise.all(items.slice(0, PARALLEL).map(workThrough))
}

function describeLength(value: string, limit: number): string | undefined {
  // No character has more than three bytes for each of its UTF-16 units.
  if (value.length * 3 <= limit) return undefined
  const { length } = new TextEncoder().encode(value)
  if (length <= limit) return undefined
  return `has ${length} bytes as UTF-8, the key encrypts at most ${limit}; a ready ciphertext needs headers['Wechatpay-Serial']`
}

function describeContent(value: string, plaintext: v.GenericSchema<string> | undefined): string | undefined {
  const result = plaintext && v.safeParse(plaintext, value)
  return result?.issues && describeIssue(result.issues[0], plaintext as v.GenericSchema)
}

/** Gives the number of bytes of standard base64; `undefined` where it is none, or not in its one canonical form. */
export function decodedLength(base64: string): number | undefined {
  try {
    const binary = atob(base64)
    return btoa(binary) === base64 ? binary.length : undefined
  } catch {
    return undefined
  }
}
