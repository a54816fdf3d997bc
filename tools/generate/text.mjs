// How the facts of an operation become its text, which packages/endpoints/src/description/description.md defines.
/** @import { CatalogueNode } from '@wechatpay-kit/catalogue' */
import { isDemanded } from './facts.mjs'

/** Letters of the types; encrypted texts, lists and objects with fields have others. */
const LETTERS = { string: 's', integer: 'i', number: 'n', boolean: 'b', object: 'o', any: 'a', file: 'a', array: '' }

/**
 * Writes the text of an operation: what is checked of its query and its body, and where its texts are encrypted.
 *
 * @param {{ [part in "params" | "query" | "request" | "form" | "response"]?: CatalogueNode | undefined }} parts
 */
export function writeText({ params, query, request, form, response }) {
  return [
    params && hasEncrypted(params) ? `*${writeRequestNode(params)}` : '',
    query ? `?${writeRequestNode(query)}` : '',
    request ? `=${writeRequestNode(request)}` : '',
    form ? `+${writeRequestNode(form)}` : '',
    response ? `>${writeResponse(response)}` : '',
  ].join('')
}

/** @param {CatalogueNode} node @returns {string} */
function writeRequestNode(node) {
  // Sources disagree, and a legal call must not be refused.
  if (node.typeDisputed && !hasEncrypted(node)) return 'a'
  if (node.type === 'array') return `[${writeRequestNode(node.items ?? { type: 'any' })}]`
  if (node.fields) {
    const fields = Object.entries(node.fields).map(
      ([name, field]) => `${name}${isDemanded(field) ? '!' : ':'}${writeRequestNode(field)}`,
    )
    return `{${fields.join(',')}}`
  }
  if (node.encrypted) return 'x'
  if (node.unit === 'fen' && (node.type === 'integer' || node.type === 'number')) return `f${writeLimits(node)}`
  if (node.type === 'string' && node.enum) return writeEnumeration(node.enum)
  return `${LETTERS[node.type]}${writeLimits(node)}`
}

/** Writes the limits that a document states; those of the description alone are too often wrong to refuse a call for them. @param {CatalogueNode} node */
function writeLimits({ type, limited, minLength, maxLength, minimum, maximum }) {
  if (!limited) return ''
  const [least = '', greatest = ''] = type === 'string' ? [minLength, maxLength] : [minimum, maximum]
  return `${least}${greatest}` === '' ? '' : `${least}-${greatest}`
}

/** Most characters of a list of values that the text holds; longer ones would make a bundle of all operations a fifth larger. */
const MAX_VALUES = 24

/** Writes an enumeration: its values, or that they are in capitals, where they are many. @param {NonNullable<CatalogueNode['enum']>} values */
function writeEnumeration(values) {
  const text = values.join('|')
  if (text.length <= MAX_VALUES || text !== text.toUpperCase()) return `s(${text})`
  // Digits have no case.
  return /[A-Z]/.test(text) ? 'e' : 's'
}

/** Writes what somebody has to know of a response: its encrypted texts, and whether it has a `code` of its own. @param {CatalogueNode} root */
function writeResponse(root) {
  const writeNode = (/** @type {CatalogueNode} */ node, isRoot = false) => {
    /** @type {string} */
    let text = ''
    if (node.encrypted) text = node.encryptedDisputed ? 'y' : 'x'
    else if (node.items) {
      const items = writeNode(node.items)
      text = items && `[${items}]`
    } else {
      const fields = Object.entries(node.fields ?? {}).flatMap(([name, field]) => {
        const inner = writeNode(field) || (isRoot && name === 'code' ? 's' : '')
        return inner ? [`${name}:${inner}`] : []
      })
      text = fields.length > 0 ? `{${fields.join(',')}}` : ''
    }
    return text
  }
  return writeNode(root, true) || 'o'
}

/** @param {CatalogueNode} node @returns {boolean} */
function hasEncrypted(node) {
  return Boolean(
    node.encrypted || (node.items && hasEncrypted(node.items)) || Object.values(node.fields ?? {}).some(hasEncrypted),
  )
}
