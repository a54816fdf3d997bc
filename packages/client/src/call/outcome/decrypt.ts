import { redactError } from '../../errors/redact.ts'
import { ValidationError, type ValidationIssue } from '../../errors/validation.ts'
import { decryptForMerchant, listDecryptionKeys } from '../../keys/merchant.ts'
import { findSensitiveValues, type SensitiveValue } from '../../operation/request.ts'
import { decodeText } from '../json.ts'
import { decodedLength, inBatches } from '../prepare/encrypt.ts'
import type { DecryptResponse } from '../settings.ts'
import { createUnreadableError, findIssue } from './api-error.ts'

/** Bytes of the shortest ciphertext: no key of a merchant's has less than 2048 bits. */
const MIN_CIPHERTEXT_BYTES = 256

/**
 * Decrypts the encrypted fields of responses, for the option `decryptResponse` of `createClient` of
 * `@wechatpay-kit/client/core`; the `createClient` of the main entry has it already. A response is decrypted when somebody
 * asks for its JSON.
 *
 * @throws of a call's `json()`: ApiError (`RESPONSE_MALFORMED`) where none of the merchant's keys decrypts a field;
 * ValidationError (`VALIDATION_FAILED`) that names the fields, where the merchant has no key that could.
 * @example
 * ```ts
 * import { type CoreOptions, createClient, decryptResponse } from '@wechatpay-kit/client/core'
 * import { echo } from '@wechatpay-kit/client/operation'
 *
 * declare const merchant: CoreOptions['merchant'], platformKeys: CoreOptions['platformKeys']
 * const wxpay = createClient({ merchant, platformKeys, operations: [echo], decryptResponse })
 * ```
 * @see RFC 8017 section 7.1.2, RSAES-OAEP
 */
export const decryptResponse: DecryptResponse = async (json, { response: schema }, merchant, response) => {
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
