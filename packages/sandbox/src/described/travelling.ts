import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { chooseType, type Holder, type SensitiveValue } from './check.ts'
import { type Place, refuseType } from './refusals.ts'
import { checkNumber, checkText } from './rules.ts'

/** Checks a value of a path, a query or a form, which travels as a text. */
export function checkTravelling(
  node: CatalogueNode,
  value: unknown,
  place: Place,
  holder: Holder,
  found: SensitiveValue[],
): void {
  const text = String(value)
  if (node.encrypted) found.push({ node, ciphertext: text, place, holder })
  if (node.encrypted || node.typeDisputed) return
  const wanted = chooseType(node)
  switch (wanted) {
    case 'int64':
    case 'uint64':
    case 'number':
      if (!EXPRESSIONS[wanted].test(text)) throw refuseType(place, text, wanted)
      checkNumber(node, Number(text), place)
      break
    case 'boolean':
      if (!/^(?:true|false)$/.test(text)) throw refuseType(place, text, wanted)
      break
    case 'string':
      checkText(node, text, place, text)
  }
}

const EXPRESSIONS = { int64: /^-?\d{1,19}$/, uint64: /^\d{1,20}$/, number: /^-?\d{1,19}(?:\.\d+)?$/ }
