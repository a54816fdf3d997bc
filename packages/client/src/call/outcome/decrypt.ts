import type { ApiError } from '../../errors/call-errors.ts'
import { quote, redactError } from '../../errors/redact.ts'
import { ValidationError, type ValidationIssue } from '../../errors/validation.ts'
import { type CallerKeys, decryptForMerchant, listDecryptionKeys } from '../../keys/merchant.ts'
import type { Operation } from '../../operation/operation.ts'
import { findSensitiveValues, type SensitiveValue } from '../../operation/request.ts'
import type { AttemptedResponse } from '../attempt/attempt.ts'
import { decodeText } from '../json.ts'
import { decodedLength, inBatches } from '../prepare/encrypt.ts'
import { createResponseError, findIssue } from './api-error.ts'

/** Bytes of the shortest ciphertext: no key of a merchant's has less than 2048 bits. */
const MIN_CIPHERTEXT_BYTES = 256

/** Puts plain texts in the place of the encrypted fields of a verified response. */
export async function decryptFields(
  json: unknown,
  { response: schema }: Operation,
  merchant: CallerKeys,
  response: AttemptedResponse,
): Promise<void> {
  const values = schema ? findSensitiveValues(schema, json).filter(isCiphertext) : []
  if (values.length > 0 && listDecryptionKeys(merchant).length === 0) refuseFields(values)
  /** The plain texts so far, which no error may show. */
  const plaintexts: string[] = []
  await inBatches(values, undefined, async ({ path, value, plaintext: documented, replace }) => {
    let plaintext: string
    try {
      plaintext = decodeText(await decryptForMerchant(merchant, value))
    } catch (error) {
      const cause = redactError(error, [...response.sensitiveValues, ...plaintexts, value])
      throw createUnreadableError(path, 'cannot be decrypted with any of the merchant’s keys', response, { cause })
    }
    plaintexts.push(plaintext)
    if (findIssue(documented, plaintext)) {
      throw createUnreadableError(path, 'is not as documented once it is decrypted', response)
    }
    replace(plaintext)
  })
}

/** Makes the error of a verified success of which a field cannot be handed out; `problem` ends a sentence that begins with it. */
export function createUnreadableError(
  path: readonly string[],
  problem: string,
  response: AttemptedResponse,
  options?: ErrorOptions,
): ApiError {
  const field = quote(path.join('.'), response.sensitiveValues) || '(root)'
  const text = `WeChat Pay responded with ${response.status}, but its field ${field} ${problem}: the call succeeded; read its response with text().`
  return createResponseError('RESPONSE_MALFORMED', text, response, undefined, options)
}

/** Tells whether a sensitive value of a response is encrypted. */
function isCiphertext({ value, isEither }: SensitiveValue): boolean {
  return isEither ? (decodedLength(value) ?? 0) >= MIN_CIPHERTEXT_BYTES : value !== ''
}

/** Refuses to hand out fields that none of the merchant's keys could decrypt. */
function refuseFields(values: readonly SensitiveValue[]): never {
  const message =
    'cannot be decrypted: merchant.privateKey is only a Signer; give merchant.decryptionKeys (the call succeeded; read its response with text())'
  const issues = values.map(({ path }) => ({ field: ['response', ...path].join('.'), message }))
  throw new ValidationError(issues as [ValidationIssue, ...ValidationIssue[]], { outcome: 'unknown' })
}
