import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { type Place, refuseChoice, refusePattern, refuseSize, refuseType } from './refusals.ts'

/** Expressions of the descriptions, made once. */
const expressions = new Map<string, RegExp>()

/** Checks a text against what is documented of it. `shown` is what a refusal may repeat of it: nothing of a person's. */
export function checkText(node: CatalogueNode, text: string, place: Place, shown: string | undefined): void {
  const { format, limited, minLength, maxLength, pattern } = node
  if (text !== '' && !isDocumented(node, text)) throw refuseChoice(place, shown, node)
  if (format === 'json' && text !== '') checkJsonText(text, place, shown)
  // Other limits are the description's alone, and some of those are wrong.
  if (!limited) return
  const { length } = [...text]
  if (length < (minLength ?? 0) || length > (maxLength ?? length))
    throw refuseSize(place, '字符数', length, [minLength, maxLength])
  if (pattern && !readExpression(pattern).test(text)) throw refusePattern(place, shown, pattern)
}

/** Tells whether a text is documented. Where sources disagree about the list, those of another spelling alone are not. */
function isDocumented({ enum: values, enumDisputed }: CatalogueNode, text: string): boolean {
  if (!values || values.includes(text)) return true
  return enumDisputed === true && !values.some((value) => String(value).toLowerCase() === text.toLowerCase())
}

/** Checks a number against what is documented of it. */
export function checkNumber(node: CatalogueNode, value: number, place: Place): void {
  const { enum: values, limited, minimum, maximum } = node
  if (values && !node.enumDisputed && !values.includes(value)) throw refuseChoice(place, value, node)
  if (limited && (value < (minimum ?? value) || value > (maximum ?? value)))
    throw refuseSize(place, '值', value, [minimum, maximum])
}

/** Reads a documented expression, which has to match the whole text. */
export function readExpression(pattern: string): RegExp {
  const expression = expressions.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  expressions.set(pattern, expression)
  return expression
}

function checkJsonText(text: string, place: Place, shown: string | undefined): void {
  try {
    JSON.parse(text)
  } catch {
    throw refuseType(place, shown, 'object')
  }
}
