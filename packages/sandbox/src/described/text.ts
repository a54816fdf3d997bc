import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { hashCharacters } from './hash.ts'
import { readExpression } from './rules.ts'
import { makeTextByName, type Seed, toTimeText } from './texts-by-name.ts'

/** Makes a text of the documented form, length and expression. */
export function makeText(node: CatalogueNode, context: Seed): string {
  const { identity, name } = context
  const seed = `${name} ${identity}`
  // A code can be a coupon's as well.
  const form = node.term === '响应码' ? '000000' : makeForm(node, seed, context)
  const text = fitLength(form ?? makeTextByName(context) ?? makeWords(node, context), node)
  const { pattern } = node
  if (!pattern || readExpression(pattern).test(text)) return text
  const candidates = ['20260102', hashCharacters(seed, 6), hashCharacters(seed, 12)]
  return candidates.find((one) => readExpression(pattern).test(one)) ?? text
}

/** Makes a text by its documented form. */
function makeForm({ format }: CatalogueNode, seed: string, context: Seed): string | undefined {
  switch (format) {
    case 'rfc3339':
      return toTimeText(seed, context.name)
    case 'date':
      return toTimeText(seed, context.name).slice(0, 10)
    case 'yyyyMMddHHmmss':
      return toTimeText(seed, context.name).replace(/\D/g, '').slice(0, 14)
    case 'url':
      return makeTextByName({ ...context, name: 'url' })
    case 'media-id':
      return makeTextByName({ ...context, name: 'media_id' })
    case 'base64':
      return btoa(hashCharacters(seed, 12))
    case 'data-url':
      return `data:image/png;base64,${btoa(hashCharacters(seed, 12))}`
    case 'numeric':
    case 'int64':
    case 'uint64':
      return `1${hashCharacters(seed, 14)}`
    default:
      return undefined
  }
}

/** Makes words of the field's Chinese name. */
function makeWords({ term, encrypted }: CatalogueNode, { name }: Seed): string {
  if (encrypted || /(?:^|_)(?:user|real|legal\w*|contact|owner)_?name$/.test(name)) return '张三'
  return `示例${term ?? name}`
}

/** Fits a text to its documented length. */
function fitLength(text: string, { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: CatalogueNode): string {
  return text.slice(0, maxLength).padEnd(minLength, '0')
}
