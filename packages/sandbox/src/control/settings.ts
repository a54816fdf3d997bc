import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { isObject } from '../described/given.ts'
import { Refusal } from '../wire/response.ts'

/** A value that somebody sets in a resource, at its place. */
export interface Setting {
  /** Names and numbers that lead to it: `['amount', 'total']`. */
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

/**
 * Reads the settings of a resource: `{ 'resource.amount.total': '1' }`. A text is taken as the description types the field:
 * a number of fen, a boolean, JSON of a list. Throws a refusal of a field that is not described, or of a value of another type.
 */
export function readSettings(set: Readonly<Record<string, unknown>>, resource: CatalogueNode): readonly Setting[] {
  return Object.entries(set).map(([name, value]) => {
    const [root, ...names] = name.replace(/\[(\d+)\]/g, '.$1').split('.')
    if (root !== 'resource' || names.length === 0 || names.includes(''))
      throw refuseSetting(name, `须以 resource. 开头，例如 resource.amount.total`)
    const { node, path } = findField(resource, names, name)
    return { path, value: readValue(node, value, name) }
  })
}

/** Finds the description of a field; `undefined` where nothing describes its object. */
function findField(resource: CatalogueNode, names: readonly string[], shown: string) {
  const path: (string | number)[] = []
  let node: CatalogueNode | undefined = resource
  for (const name of names) {
    const isIndex: boolean = node ? node.type === 'array' : /^\d+$/.test(name)
    if (isIndex && !/^\d{1,2}$/.test(name))
      throw refuseSetting(shown, `${path.join('.')} 是数组，须以序号 0 至 99 指定其元素`)
    const fields: CatalogueNode['fields'] = node?.fields
    if (node && !isIndex && node.type !== 'object' && node.type !== 'any')
      throw refuseSetting(shown, `${path.join('.')} 没有下级字段`)
    if (fields && !Object.hasOwn(fields, name))
      throw refuseSetting(shown, `没有这个字段，同级的字段有：${Object.keys(fields).join('、')}`)
    node = isIndex ? node?.items : fields?.[name]
    path.push(isIndex ? Number(name) : name)
  }
  return { node, path }
}

function readValue(node: CatalogueNode | undefined, value: unknown, name: string): unknown {
  const parsed = typeof value === 'string' && node?.type !== 'string' ? parse(value) : value
  switch (node?.type) {
    case 'string':
      if (typeof value !== 'string') throw refuseSetting(name, '须为文本')
      return value
    case 'integer':
    case 'number': {
      const isWhole = node.type === 'integer' || node.unit === 'fen'
      if (typeof parsed === 'number' && (isWhole ? Number.isSafeInteger(parsed) : Number.isFinite(parsed)))
        return parsed
      throw refuseSetting(name, node.unit === 'fen' ? '须为整数，单位为分' : isWhole ? '须为整数' : '须为数字')
    }
    case 'boolean':
      if (typeof parsed !== 'boolean') throw refuseSetting(name, '须为 true 或 false')
      return parsed
    case 'array':
      if (!Array.isArray(parsed)) throw refuseSetting(name, '须为 JSON 数组')
      return parsed
    case 'object':
      if (!isObject(parsed)) throw refuseSetting(name, '须为 JSON 对象')
      return parsed
    default:
      return parsed ?? value
  }
}

/** Parses JSON; `undefined` where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuseSetting(name: string, issue: string): Refusal {
  return new Refusal(400, 'PARAM_ERROR', `set 中的 ${name}：${issue}`, {
    detail: { field: `/set/${name}`, issue, location: 'body' },
  })
}

/** Puts a value into an object at its place; objects and lists on the way are made. */
export function applySetting(root: Record<string, unknown>, { path, value }: Setting): void {
  let holder: Record<string | number, unknown> = root
  for (const [index, name] of path.entries()) {
    if (index === path.length - 1) holder[name] = value
    else {
      const inner = Object.hasOwn(holder, name) ? holder[name] : undefined
      const next = typeof inner === 'object' && inner !== null ? inner : typeof path[index + 1] === 'number' ? [] : {}
      holder[name] = next
      holder = next as Record<string | number, unknown>
    }
  }
}
