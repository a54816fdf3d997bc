import { text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

// Fields that several operations of the Zhejiang subsidy share; a message follows the name of its field.

/** A positive amount in yuan, not in fen. */
export const yuan = () => v.pipe(text(), v.regex(/^\d+(\.\d+)?$/, 'must be a positive amount in yuan, like 599.85'))

/** Code of a region, as 330102. */
export const regionCode = () => v.pipe(text(), v.regex(/^\d{6}$/, 'must be 6 digits'))

/** Unified social credit code of an enterprise. */
export const creditCode = () => v.pipe(text(), v.length(18, 'must have 18 characters, as on the business licence'))

/** Barcode of a product. */
export const barcode = () => v.pipe(text(), v.regex(/^\d{13,14}$/, 'must be 13 or 14 digits'))

/** A point in time. */
export const milliseconds = () => v.pipe(text(), v.regex(/^\d{13}$/, 'must be milliseconds since 1970, 13 digits'))

/** Channel of a sale: `0` online, `1` offline. */
export const saleChannel = () => v.picklist(['0', '1'])

/** A text that is not too long. */
export const textUpTo = (length: number) =>
  v.pipe(text(), v.maxLength(length, `must have at most ${length} characters`))

/** An identity document number as the operation wants it. */
export const upperCase = () =>
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
