import { decodeBase64, encodeBase64, fromLatin1, toLatin1, toText, toUtf8 } from './bytes.ts'
import type { Text } from './language.ts'
import { straighten } from './tidy.ts'

/** A text that somebody signs in place of the right one, and the mistake that leads to it. */
export interface Variant {
  readonly value: string
  readonly mistake: Text
}

/** Lists what becomes of a body on its way through libraries and editors. */
export function listBodies(body: string): Variant[] {
  const json = parse(body)
  const changed: [value: string, en: string, zh: string][] = [
    ['', 'no body', '空的请求体'],
    [body.replace(/\r?\n$/, ''), 'the body without its last line feed', '去掉结尾换行符的报文体'],
    [`${body}\n`, 'the body with a line feed after it', '结尾多一个换行符的报文体'],
    [body.trim(), 'the body without the white space around it', '去掉首尾空白的报文体'],
    [body.replaceAll('\r\n', '\n'), 'the body with LF in place of CRLF', '以 LF 代替 CRLF 的报文体'],
    [body.replaceAll('\n', '\r\n'), 'the body with CRLF in place of LF', '以 CRLF 代替 LF 的报文体'],
    [body.replace(/^\ufeff/, ''), 'the body without its byte order mark', '去掉 BOM 的报文体'],
    [toText(decodeBase64(body) ?? new Uint8Array()), 'the body decoded from base64', '经 base64 解码的报文体'],
    [encodeBase64(toUtf8(body)), 'the body as base64', '经 base64 编码的报文体'],
    [toText(fromLatin1(body)), 'the body decoded as Latin-1', '按 Latin-1 解码的报文体'],
    [toLatin1(toUtf8(body)), 'the body read as Latin-1', '按 Latin-1 读取的报文体'],
    [JSON.stringify(body), 'the body as a JSON text', '再次序列化为 JSON 字符串的报文体'],
    [
      straighten(body),
      'the body before quotation marks and blanks were made typographic',
      '引号与空白被替换之前的报文体',
    ],
  ]
  if (json !== undefined) changed.push(...listSerialisations(json))
  return distinct(changed, body)
}

/** Lists how other serialisers write the same JSON. */
function listSerialisations(json: unknown): [string, string, string][] {
  const compact = JSON.stringify(json)
  // One item a line, whose line ends are taken out: a blank is left after each colon.
  const spaced = JSON.stringify(json, null, 1)
    .replace(/\n\s*/g, '')
    .replace(/"(?:[^"\\]|\\.)*"|,/g, (all) => (all === ',' ? ', ' : all))
  const sorted = JSON.stringify(sortKeys(json))
  const again = (en: string, zh: string) => [`the body serialised again, ${en}`, `重新序列化的报文体：${zh}`] as const
  const forms: [string, readonly [string, string]][] = [
    [compact, again('without blanks', '无空格')],
    [spaced, again('with blanks after commas and colons', '逗号与冒号后有空格')],
    [JSON.stringify(json, null, 2), again('indented by two blanks', '两格缩进')],
    [JSON.stringify(json, null, 4), again('indented by four blanks', '四格缩进')],
    [JSON.stringify(json, null, '\t'), again('indented by tabs', '制表符缩进')],
    [sorted, again('with sorted names', '字段名已排序')],
  ]
  const html: [string, string, string] = [
    compact.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    ...again('<, > and & escaped as Go does', '按 Go 的方式转义 <、>、&'),
  ]
  const gson: [string, string, string] = [
    compact.replace(/[<>&=']/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    ...again('<, >, &, = and the apostrophe escaped as Gson does', '按 Gson 的方式转义 <、>、&、= 与单引号'),
  ]
  const escaped = forms.flatMap(([value, [en, zh]]): [string, string, string][] => [
    [value, en, zh],
    [escapeUnicode(value), `${en}, Chinese escaped as \\uXXXX`, `${zh}，中文转义为 \\uXXXX`],
    [value.replaceAll('/', '\\/'), `${en}, slashes escaped`, `${zh}，斜杠被转义`],
    [escapeUnicode(value.replaceAll('/', '\\/')), `${en}, Chinese and slashes escaped`, `${zh}，中文与斜杠被转义`],
  ])
  return [...escaped, html, gson]
}

/** Lists what somebody signs in place of path and query. */
export function listTargets(target: string, host: string): Variant[] {
  const [path = '', query] = target.split('?')
  const swap = query === undefined ? target : `${path}?${query.split('&').reverse().join('&')}`
  const plus = target.replaceAll('%20', '+')
  return distinct(
    [
      [path, 'the path without its query', '不含查询串的路径'],
      [decode(target), 'path and query decoded', '未编码的路径与查询串'],
      [encodeURI(decode(target)), 'path and query encoded another way', '以另一种方式编码的路径与查询串'],
      [`https://${host}${target}`, 'the whole URL', '完整的 URL'],
      [`${host}${target}`, 'host, path and query', '含域名的路径'],
      [target.replace(/^\//, ''), 'the path without its first slash', '缺少开头斜杠的路径'],
      [target.replace(/^\/v3/, ''), 'the path without /v3', '缺少 /v3 的路径'],
      [`${path}/`, 'the path with a slash at its end', '结尾多一个斜杠的路径'],
      [swap, 'the query in another order', '参数顺序不同的查询串'],
      [plus, 'blanks of the query as +', '空格编码为 + 的查询串'],
    ],
    target,
  )
}

/** Lists what somebody signs in place of the method. */
export function listMethods(method: string): Variant[] {
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((other): [string, string, string] => [
    other,
    `the method ${other}`,
    `方法 ${other}`,
  ])
  return distinct([[method.toLowerCase(), 'the method in small letters', '小写的方法名'], ...others], method)
}

function distinct(values: readonly (readonly [string, string, string])[], right: string): Variant[] {
  const seen = new Set([right])
  return values.flatMap(([value, en, zh]) => {
    if (seen.has(value)) return []
    seen.add(value)
    return [{ value, mistake: { en, zh } }]
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function escapeUnicode(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function sortKeys(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sortKeys)
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(
    Object.entries(json)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, value]) => [key, sortKeys(value)]),
  )
}
