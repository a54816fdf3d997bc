import type { CatalogueOperation } from '@wechatpay-kit/catalogue'
import { type CallValues, makeSample } from '../../samples/request.mjs'

/** Numbers that earlier calls sent or got, by the name of their field: so a query asks for what was just made. */
export type Remembered = Readonly<Record<string, string>>

/** The merchant of the sandbox in the page, who is its own partner. */
export const MCHID = '1900000001'

/** Makes the values of a first call: the sample of the operation's page, with numbers that fit the sandbox in the page. */
export function makeFirstValues(operation: CatalogueOperation, remembered: Remembered = {}): CallValues {
  const isNew = operation.json !== undefined && !operation.path.endsWith('/refunds')
  return makeSample(operation, (name, part) => {
    if (/^(sp_|combine_)?mch_?id$/.test(name)) return MCHID
    const known = part === 'json' && isNew ? undefined : remembered[name]
    return known ?? (/^(combine_)?out_/.test(name) ? makeNumber() : undefined)
  })
}

let count = 0

/** A number of the merchant's own, which no call before had. */
function makeNumber(): string {
  count += 1
  return `${Date.now()}${String(count).padStart(5, '0')}`
}
