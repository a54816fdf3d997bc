import {
  type CatalogueNode,
  type CatalogueNotification,
  type CatalogueOperation,
  findOperations,
  readNotifications,
} from '@wechatpay-kit/catalogue'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../errors.ts'
import type { Text } from '../language.ts'
import { formatColumns } from '../table.ts'
import { type FieldRow, listFields } from './fields.ts'
import { formatTitle } from './operations.ts'

const WORDS = {
  document: { en: 'document', zh: '文档' },
  product: { en: 'product', zh: '产品' },
  roles: { en: 'callers', zh: '适用对象' },
  host: { en: 'host', zh: '域名' },
  permission: { en: 'WeChat Pay has to grant access first', zh: '须先向微信支付申请权限' },
  replaced: { en: 'ended, replaced by', zh: '已下线，替代接口' },
  withdrawn: { en: 'ended', zh: '已下线' },
  repetition: { en: 'safe to repeat with the same', zh: '可安全重试，须保持不变' },
  params: { en: 'Path', zh: '路径变量' },
  query: { en: 'Query', zh: '查询参数' },
  headers: { en: 'Headers', zh: '请求头' },
  form: { en: 'Form', zh: '表单' },
  json: { en: 'Request JSON', zh: '请求 JSON' },
  response: { en: 'Response', zh: '应答' },
  empty: { en: 'no content', zh: '无内容' },
  file: { en: 'a file', zh: '文件' },
  notifications: { en: 'Notifications that carry', zh: '含有该字段的回调通知：' },
} satisfies Record<string, Text>

/** Shows one operation as a table. */
export async function showOperation(method: string, path: string, context: CommandContext): Promise<void> {
  const operation = await findOperation(method.toUpperCase(), path, context)
  const key = findOwnNumber(operation)
  const notifications = key === undefined ? [] : await findNotifications(key)
  context.print({ operation, notifications }, () => formatOperation(operation, key, notifications, context))
}

/** Finds the operation of a method and a path, which can be a URL with values in place of variables. */
async function findOperation(method: string, path: string, { language }: CommandContext): Promise<CatalogueOperation> {
  const target = path.replace(/^https?:\/\/[^/]+/, '').replace(/[?#].*/, '')
  const segments = target.split('/').filter(Boolean)
  const fits = (own: string) => {
    const parts = own.split('/').filter(Boolean)
    return parts.length === segments.length && parts.every((part, index) => part[0] === '{' || part === segments[index])
  }
  const found = segments.length === 0 ? [] : await findOperations(segments.join('/').slice(0, 200), { limit: 50 })
  const called = found.filter(({ operation }) => fits(operation.path))
  const exact = called.find(({ operation }) => operation.method === method)
  if (exact) return exact.operation
  const near = (called.length > 0 ? called : await findNear(segments)).slice(0, 3)
  const list = near.map(
    ({ operation }) => `\n  ${operation.method} ${operation.path}  ${formatTitle(operation, language)}`,
  )
  const remedy = near.length > 0 ? `These are near:${list.join('')}` : 'Search with wechatpay-kit operations.'
  throw new CommandError('NOTHING_FOUND', `No document describes ${method} ${target}. ${remedy}`)
}

/** Finds operations whose paths hold the last segments that were typed. */
async function findNear(segments: readonly string[]): ReturnType<typeof findOperations> {
  const words = segments.filter((segment) => /^[a-z][a-z-]+$/.test(segment)).slice(-3)
  for (let from = 0; from < words.length; from++) {
    const found = await findOperations(words.slice(from).join(' ').slice(0, 200), { limit: 3 })
    if (found.length > 0) return found
  }
  return []
}

/** The field by which the caller knows what it makes, if something is told about it later. */
function findOwnNumber({ json }: CatalogueOperation): string | undefined {
  const fields = Object.entries(json?.fields ?? {})
  if (!fields.some(([name]) => name.endsWith('notify_url'))) return undefined
  return fields.find(([name, { required }]) => required && /^out_\w+_no$/.test(name))?.[0]
}

async function findNotifications(field: string): Promise<readonly CatalogueNotification[]> {
  return (await readNotifications()).filter(({ resource }) => resource.fields?.[field] !== undefined)
}

function formatOperation(
  operation: CatalogueOperation,
  key: string | undefined,
  notifications: readonly CatalogueNotification[],
  context: CommandContext,
): string {
  const { say, colors, language } = context
  const heading = (text: string) => colors.bold(text)
  const { method, path, contentType } = operation
  const tables = (['params', 'query', 'headers', 'form'] as const).flatMap((place) => {
    const nodes = operation[place] ?? []
    const rows = nodes.flatMap((node) => listFields(node.name, node, context))
    return rows.length > 0 ? [`${heading(say(WORDS[place]))}\n${formatRows(rows, context)}`] : []
  })
  const body = operation.json ? [formatNode(`${say(WORDS.json)}  ${contentType ?? ''}`, operation.json, context)] : []
  const responses = Object.entries(operation.response).map(([status, node]) => {
    const title = `${say(WORDS.response)} ${status}`
    if (node) return formatNode(title, node, context)
    return `${heading(title)}  ${say(operation.download ? WORDS.file : WORDS.empty)}`
  })
  const told = notifications.map(({ events, title }) => [colors.cyan(events.join(', ')), title])
  const listed = told.length > 0 ? [`${heading(`${say(WORDS.notifications)} ${key}`)}\n${formatColumns(told)}`] : []
  const head = [`${colors.cyan(method)} ${path}`, formatTitle(operation, language), '', formatFacts(operation, context)]
  return [head.join('\n'), ...tables, ...body, ...responses, ...listed].join('\n\n')
}

function formatFacts(operation: CatalogueOperation, { say }: CommandContext): string {
  const { doc, docOld = [], tags = [], roles = [], host, permission, deprecated, idempotency } = operation
  const links = [...doc.map(formatLink), ...docOld.map((path) => `https://pay.weixin.qq.com/${path}`)]
  const count = { en: ` (the first of ${links.length})`, zh: `（共 ${links.length} 篇）` }
  const others = links.length > 1 ? say(count) : ''
  const end = deprecated && [
    say(WORDS[deprecated.kind]),
    [deprecated.since, ...(deprecated.by ?? [])].filter(Boolean).join(' '),
  ]
  const rows = [
    ...(links[0] ? [[say(WORDS.document), links[0] + others]] : []),
    ...(tags.length > 0 ? [[say(WORDS.product), tags.join(', ')]] : []),
    ...(roles.length > 0 ? [[say(WORDS.roles), roles.join(', ')]] : []),
    ...(host ? [[say(WORDS.host), host]] : []),
    ...(permission ? [['!', say(WORDS.permission)]] : []),
    ...(end ? [['!', end.filter(Boolean).join(' ')]] : []),
    ...(idempotency ? [[say(WORDS.repetition), `${idempotency.field} (${formatLink(idempotency.doc)})`]] : []),
  ]
  return formatColumns(rows)
}

/** Address of a document by its number, as {@link CatalogueOperation.doc} defines it. */
function formatLink(number: string): string {
  if (/^(docs|wiki)\//.test(number)) return `https://pay.weixin.qq.com/${number}`
  const [side, rest] = number.split('/')
  return `https://pay.weixin.qq.com/${side === 'global' ? `doc/global/v3/zh/${rest}` : `doc/v3/${number}`}`
}

function formatNode(title: string, node: CatalogueNode, context: CommandContext): string {
  const heading = context.colors.bold(title.trim())
  const rows = Object.entries(node.fields ?? {}).flatMap(([name, field]) => listFields(name, field, context))
  if (rows.length > 0) return `${heading}\n${formatRows(rows, context)}`
  return `${heading}\n${formatRows(listFields('·', node, context), context)}`
}

function formatRows(rows: readonly FieldRow[], { colors: { bold, dim } }: CommandContext): string {
  return formatColumns(
    rows.map(({ name, isRequired, type, term, notes }) => [
      isRequired ? `${bold(name)} *` : name,
      type,
      term,
      dim(notes),
    ]),
  )
}
