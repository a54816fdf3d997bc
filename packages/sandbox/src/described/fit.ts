import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { readExpression } from './rules.ts'

/**
 * Fits a value of the request to a field of the response; `undefined` where it is of another type, or outside of what is
 * documented. Numbers and booleans of a path or a query come as texts.
 */
export function fitValue(node: CatalogueNode, value: unknown): boolean | number | string | undefined {
  const { type, enum: values } = node
  const fitted =
    type === 'string'
      ? fitText(node, value)
      : type === 'boolean'
        ? fitBoolean(value)
        : type === 'integer' || type === 'number'
          ? fitNumber(node, value)
          : undefined
  return fitted === undefined || (values && !values.includes(fitted)) ? undefined : fitted
}

/** Forms of texts that others read by. */
const FORMS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  rfc3339: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
}

function fitText(
  { minLength = 1, maxLength = Number.POSITIVE_INFINITY, pattern, format = '' }: CatalogueNode,
  value: unknown,
): string | undefined {
  if (typeof value !== 'string' || value.length < minLength || value.length > maxLength) return undefined
  const isOfForm = (!pattern || readExpression(pattern).test(value)) && FORMS[format]?.test(value) !== false
  return isOfForm ? value : undefined
}

function fitBoolean(value: unknown): boolean | undefined {
  const text = String(value)
  return text === 'true' || text === 'false' ? text === 'true' : undefined
}

function fitNumber({ type, unit, minimum, maximum }: CatalogueNode, value: unknown): number | undefined {
  const isText = typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/.test(value)
  if (typeof value !== 'number' && !isText) return undefined
  const number = Number(value)
  if ((type === 'integer' || unit === 'fen') && !Number.isInteger(number)) return undefined
  return number < (minimum ?? number) || number > (maximum ?? number) ? undefined : number
}
