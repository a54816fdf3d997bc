import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import type { CommandContext } from '../command.ts'
import type { Text } from '../language.ts'

/** A line of a table: one field. */
export interface FieldRow {
  /** Its name, indented by its depth. */
  readonly name: string
  readonly isRequired: boolean
  readonly type: string
  readonly term: string
  /** Encryption, limits, values, and how far it can be relied on. */
  readonly notes: string
}

const NOTES = {
  encrypted: { en: 'encrypted', zh: '加密' },
  encryptedDisputed: { en: 'perhaps encrypted', zh: '可能加密' },
  requiredDisputed: { en: 'sources disagree whether it is required', zh: '是否必填，资料不一' },
  nullable: { en: 'can be null', zh: '可为 null' },
  unconfirmed: { en: 'unconfirmed', zh: '未经证实' },
  contains: { en: 'holds JSON', zh: '内含 JSON' },
  misspelt: { en: 'send instead', zh: '应使用' },
  default: { en: 'default', zh: '默认' },
} satisfies Record<string, Text>

/** Lists a field and all that is in it, in the order of the document. */
export function listFields(name: string, node: CatalogueNode, context: CommandContext, depth = 0): FieldRow[] {
  const { item, suffix } = openLists(node)
  const inner = Object.entries({ ...item.fields, ...openLists(item.contains ?? item).item.fields })
  return [
    {
      name: '  '.repeat(depth) + name,
      isRequired: node.required === true,
      type: `${item.type}${item.format ? `(${item.format})` : ''}${suffix}`,
      term: formatTerm(node, context),
      notes: listNotes(node, item, context).join('; '),
    },
    ...inner.flatMap(([key, field]) => listFields(key, field, context, depth + 1)),
  ]
}

/** Goes into lists: their item, and a pair of brackets for each. */
function openLists(node: CatalogueNode): { item: CatalogueNode; suffix: string } {
  if (node.type !== 'array' || !node.items) return { item: node, suffix: '' }
  const { item, suffix } = openLists(node.items)
  return { item, suffix: `${suffix}[]` }
}

/** The term in Chinese, and before it in English for those who read that, where it is known. */
function formatTerm({ term, english }: CatalogueNode, { language }: CommandContext): string {
  if (language === 'zh') return term ?? english ?? ''
  return [english, term].filter(Boolean).join(' ')
}

function listNotes(node: CatalogueNode, item: CatalogueNode, { say }: CommandContext): string[] {
  const { unit, minItems, maxItems, unconfirmed, misspelt, nullable, requiredDisputed } = { ...item, ...node }
  const { pattern, enum: values } = item
  const range = formatRange(item.minLength, item.maxLength)
  return [
    item.encrypted ? say(item.encryptedDisputed ? NOTES.encryptedDisputed : NOTES.encrypted) : undefined,
    unit,
    range && say({ en: `${range} characters`, zh: `${range} 个字符` }),
    formatRange(item.minimum, item.maximum),
    formatRange(minItems, maxItems) &&
      say({ en: `${formatRange(minItems, maxItems)} items`, zh: `${formatRange(minItems, maxItems)} 项` }),
    pattern && `/${pattern}/`,
    values?.join(' | '),
    item.default === undefined ? undefined : `${say(NOTES.default)} ${item.default}`,
    item.contains && say(NOTES.contains),
    nullable && say(NOTES.nullable),
    requiredDisputed && say(NOTES.requiredDisputed),
    unconfirmed && say(NOTES.unconfirmed),
    misspelt && `${say(NOTES.misspelt)} ${misspelt}`,
  ].filter((note): note is string => typeof note === 'string' && note !== '')
}

/** `1–32`, `1–`, `–32`, or nothing. */
function formatRange(least: number | undefined, greatest: number | undefined): string {
  return least === undefined && greatest === undefined ? '' : `${least ?? ''}–${greatest ?? ''}`
}
