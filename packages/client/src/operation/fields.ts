import * as v from 'valibot'

/** The schema that {@link text} makes. */
export type TextSchema = v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.NonEmptyAction<string, undefined>]>

/** The schema that {@link sensitiveText} makes. */
export type SensitiveTextSchema = v.SchemaWithPipe<
  readonly [
    v.StringSchema<undefined>,
    v.NonEmptyAction<string, undefined>,
    v.MetadataAction<string, { readonly sensitive: true; readonly plaintext: v.GenericSchema<string> | undefined }>,
  ]
>

/** The schema that {@link openEnum} makes. */
export type OpenEnumSchema<Value extends string> = v.GenericSchema<Value | (string & {})>

/**
 * Makes the schema of a text that must not be empty.
 *
 * @returns the schema.
 * @example
 * ```ts
 * import { text } from '@wechatpay-kit/client'
 * import * as v from 'valibot'
 *
 * console.log(v.is(text(), '')) // false
 * ```
 */
export function text(): TextSchema {
  return v.pipe(v.string(), v.nonEmpty())
}

/**
 * Makes the schema of a text that must not be empty and travels RSA-OAEP encrypted: the client encrypts it in requests
 * and decrypts it in responses, and no error shows it.
 *
 * @param plaintext - schema that the text has to satisfy before it is encrypted, and after it was decrypted. Default: any.
 * @returns the schema.
 * @example
 * ```ts
 * import { sensitiveText } from '@wechatpay-kit/client'
 * import * as v from 'valibot'
 *
 * const mobile = sensitiveText(v.pipe(v.string(), v.regex(/^\d{11}$/, 'must be 11 digits')))
 * console.log(v.getMetadata(mobile)['sensitive']) // true
 * ```
 */
export function sensitiveText(plaintext?: v.GenericSchema<string>): SensitiveTextSchema {
  return v.pipe(v.string(), v.nonEmpty(), v.metadata({ sensitive: true, plaintext } as const))
}

/**
 * Makes the schema of a text of which some values are documented and others are let through, because the list is not known
 * to be complete. Editors offer the documented ones.
 *
 * @param values - the documented values.
 * @returns the schema.
 * @example
 * ```ts
 * import { openEnum } from '@wechatpay-kit/client'
 * import * as v from 'valibot'
 *
 * console.log(v.is(openEnum(['00', '01']), '99')) // true
 * ```
 */
export function openEnum<const Value extends string>(values: readonly Value[]): OpenEnumSchema<Value> {
  return v.pipe(text(), v.metadata({ values })) as OpenEnumSchema<Value>
}

/**
 * Makes the schema of a number that JSON can hold: finite.
 *
 * @returns the schema.
 * @example
 * ```ts
 * import { number } from '@wechatpay-kit/client'
 * import * as v from 'valibot'
 *
 * console.log(v.is(number(), Number.POSITIVE_INFINITY)) // false
 * ```
 */
export function number(): v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.FiniteAction<number, undefined>]> {
  return v.pipe(v.number(), v.finite())
}
