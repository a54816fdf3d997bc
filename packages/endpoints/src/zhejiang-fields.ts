import { type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

// Fields that several operations of the Zhejiang subsidy share; a message follows the name of its field.

/** The schema of an object without further fields: of a request, or of a row in it. */
export type StrictObject<Entries extends v.ObjectEntries> = v.StrictObjectSchema<Entries, undefined>

/** The schema of an object that may have further fields: of a response, or of a row in it. */
export type LooseObject<Entries extends v.ObjectEntries> = v.LooseObjectSchema<Entries, undefined>

/** The schema of a text of one form. */
export type PatternSchema = v.SchemaWithPipe<readonly [TextSchema, v.RegexAction<string, string>]>

/** The schema that {@link creditCode} makes. */
export type CreditCodeSchema = v.SchemaWithPipe<readonly [TextSchema, v.LengthAction<string, 18, string>]>

/** The schema that {@link textUpTo} makes. */
export type BoundedTextSchema = v.SchemaWithPipe<readonly [TextSchema, v.MaxLengthAction<string, number, string>]>

/** A positive amount in yuan, not in fen. */
export const yuan = (): PatternSchema =>
  v.pipe(text(), v.regex(/^\d+(\.\d+)?$/, 'must be a positive amount in yuan, like 599.85'))

/** Code of a region, as 330102. */
export const regionCode = (): PatternSchema => v.pipe(text(), v.regex(/^\d{6}$/, 'must be 6 digits'))

/** Unified social credit code of an enterprise. */
export const creditCode = (): CreditCodeSchema =>
  v.pipe(text(), v.length(18, 'must have 18 characters, as on the business licence'))

/** Barcode of a product. */
export const barcode = (): PatternSchema => v.pipe(text(), v.regex(/^\d{13,14}$/, 'must be 13 or 14 digits'))

/** A point in time. */
export const milliseconds = (): PatternSchema =>
  v.pipe(text(), v.regex(/^\d{13}$/, 'must be milliseconds since 1970, 13 digits'))

/** Channel of a sale: `0` online, `1` offline. */
export const saleChannel = (): v.PicklistSchema<['0', '1'], undefined> => v.picklist(['0', '1'])

/** A text that is not too long. */
export const textUpTo = (length: number): BoundedTextSchema =>
  v.pipe(text(), v.maxLength(length, `must have at most ${length} characters`))

/** An identity document number as the operation wants it. */
export const upperCase = (): v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, string>]> =>
  v.pipe(v.string(), v.regex(/^[^\sa-z]+$/, 'must have its letters in upper case, and no spaces'))

/** A row with a condition between its fields. Its type stays that of the row: documentation has each field once. */
export function requireField<Row extends v.GenericSchema>(
  row: Row,
  field: keyof v.InferOutput<Row> & string,
  isFulfilled: (values: v.InferOutput<Row>) => boolean,
  message: string,
): Row {
  const check = v.check<v.InferOutput<v.GenericSchema<Record<string, unknown>>>, string>(isFulfilled, message)
  return v.pipe(row as v.GenericSchema, v.forward(check, [field]) as never) as unknown as Row
}
