import type { CatalogueNode } from '@wechatpay-kit/catalogue'
import { Refusal } from '../wire/response.ts'

/** The place of a value in a request. */
export interface Place {
  /** The part of the request that the value came with. */
  readonly location: 'body' | 'path' | 'query'
  /** Names and numbers that lead to the value. */
  readonly path: readonly (string | number)[]
  /** Chinese name of the field, where one is known. */
  readonly term: string | undefined
}

/** The parts as the messages name them. */
const SOURCES = { body: 'body', path: 'uri_template', query: 'query' }

/** Types as the messages and the issues name them. */
const TYPES = {
  array: ['array 类型的 Json 值', 'an array'],
  boolean: ['bool 类型的 Json 值', 'a boolean'],
  int64: ['合法的 64 位有符号整数', 'an integer of 64 bits'],
  number: ['合法的数字', 'a number'],
  object: ['object 类型的 Json 值', 'an object'],
  string: ['string 类型的 Json 值', 'a string'],
  uint64: ['合法的 64 位无符号整数', 'an integer of 64 bits without a sign'],
} as const

/** Refuses a demanded value that is missing, or an empty text. */
export function refuseMissing(place: Place): Refusal {
  const message = `输入源“${toSource(place)}”映射到字段“${toTerm(place)}”必填性规则校验失败，此字段为必填项`
  return refuse(place, message, '', 'is required')
}

/** Refuses a value of another type. */
export function refuseType(place: Place, value: unknown, wanted: keyof typeof TYPES): Refusal {
  const source = place.location === 'body' ? ' JSON 输入源' : '输入源'
  const [name, english] = TYPES[wanted]
  const message = `无法将${source}“${toSource(place)}”映射到目标字段“${toTerm(place)}”中，此字段需要一个${
    name.startsWith('合法') ? name : ` ${name}`
  }`
  return refuse(place, message, value, `must be ${english}`)
}

/** Refuses a size: of a text in characters, of a list in items, or a number itself. */
export function refuseSize(
  place: Place,
  unit: '字符数' | '元素个数' | '值',
  size: number,
  [least, greatest]: readonly [number | undefined, number | undefined],
): Refusal {
  const rule = unit === '字符数' ? '字符串' : unit === '值' ? '数值' : '数组'
  const isSmall = least !== undefined && size < least
  const limit = isSmall ? `小于最小值 ${least}` : `大于最大值 ${greatest}`
  const message = `输入源“${toSource(place)}”映射到值字段“${toTerm(place)}”${rule}规则校验失败，${unit} ${size}，${limit}`
  return refuse(place, message, size, isSmall ? `must be at least ${least}` : `must be at most ${greatest}`)
}

/** Refuses a text of another form; `value` is `undefined` for a person's, which no refusal repeats. */
export function refusePattern(place: Place, value: string | undefined, pattern: string): Refusal {
  const message = `输入源“${toSource(place)}”映射到值字段“${toTerm(place)}”字符串规则校验失败，字符串必须匹配正则表达式“${pattern}”`
  return refuse(place, message, value, `must match ${pattern}`)
}

/** Refuses a value that is none of the documented ones. */
export function refuseChoice(place: Place, value: unknown, { enum: values = [] }: CatalogueNode): Refusal {
  const message = `输入源“${toSource(place)}”映射到值字段“${toTerm(place)}”枚举规则校验失败，此字段的值必须是“${values.join('、')}”之一`
  return refuse(place, message, value, `must be one of ${values.join(', ')}`)
}

/** Refuses fields that no document has. */
export function refuseUnknown({ location, path }: Omit<Place, 'term'>, names: readonly string[]): Refusal {
  const places = names.map((name) => ({ location, path: [...path, name], term: undefined }))
  const [first = { location, path, term: undefined }] = places
  return refuse(first, '请求中含有未在API文档中定义的参数', places.map(toSource), 'unexpected field')
}

/** Refuses a value that is no ciphertext of the key that the call names. */
export function refuseCiphertext(place: Place): Refusal {
  return refuse(place, '平台私钥解密失败', undefined, 'the field you encrypt is error')
}

/** Refuses a call without a header that it needs. */
export function refuseHeader(name: string): Refusal {
  const detail = { field: name, issue: 'is required', location: 'header' }
  return new Refusal(400, 'PARAM_ERROR', `HTTP header缺少${name}`, { detail })
}

function refuse(place: Place, message: string, value: unknown, issue: string): Refusal {
  const field = `/${place.path.join('/')}`
  return new Refusal(400, 'PARAM_ERROR', message, { detail: { field, value, issue, location: place.location } })
}

function toSource({ location, path }: Place): string {
  return ['', SOURCES[location], ...path].join('/')
}

function toTerm({ term, path }: Place): string {
  return term ?? String(path.at(-1) ?? '')
}
