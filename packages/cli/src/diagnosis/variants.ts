import type { Bytes } from './bytes.ts'
import type { Text } from './language.ts'
import type { Named } from './serialisations.ts'

/** A text that somebody signs in place of the right one, and the mistake that leads to it. */
export interface Variant {
  readonly value: string
  /** Bytes that were signed, where they are no UTF-8 of the text. */
  readonly bytes?: Bytes
  readonly mistake: Text
}

/** Lists what somebody signs in place of path and query. */
export function listTargets(target: string, host: string): Variant[] {
  const [path = '', query] = target.split('?')
  const swap = query === undefined ? target : `${path}?${query.split('&').reverse().join('&')}`
  const sorted = query === undefined ? target : `${path}?${query.split('&').sort().join('&')}`
  const lower = target.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())
  const plus = target.replaceAll('%20', '+')
  return distinct(
    [
      [path, 'the path without its query', '不含查询串的路径'],
      [target.replace(/\/{2,}/g, '/'), 'the path with single slashes', '合并了重复斜杠的路径'],
      [`${target}?`, 'the path with a question mark at its end', '结尾多一个问号的路径'],
      [decode(target), 'path and query decoded', '未编码的路径与查询串'],
      [encodeURI(decode(target)), 'path and query encoded another way', '以另一种方式编码的路径与查询串'],
      [`https://${host}${target}`, 'the whole URL', '完整的 URL'],
      [`${host}${target}`, 'host, path and query', '含域名的路径'],
      [target.replace(/^\//, ''), 'the path without its first slash', '缺少开头斜杠的路径'],
      [target.replace(/^\/v3/, ''), 'the path without /v3', '缺少 /v3 的路径'],
      [`${path}/`, 'the path with a slash at its end', '结尾多一个斜杠的路径'],
      [swap, 'the query in another order', '参数顺序不同的查询串'],
      [sorted, 'the query with sorted parameters', '参数按名称排序的查询串'],
      [plus, 'blanks of the query as +', '空格编码为 + 的查询串'],
      [target.replace(/\+/g, '%20'), 'blanks of the query as %20', '空格编码为 %20 的查询串'],
      [lower, 'percent-encoding in small letters', '小写的百分号编码'],
      [target.replaceAll('%', '%25'), 'path and query encoded twice', '重复编码的路径与查询串'],
    ],
    target,
  )
}

/** Lists what somebody signs in place of the method. */
export function listMethods(method: string): Variant[] {
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(
    (other): Named => [other, `the method ${other}`, `方法 ${other}`],
  )
  return distinct([[method.toLowerCase(), 'the method in small letters', '小写的方法名'], ...others], method)
}

/** Lists timestamps of a clock that was read twice, and of one in another unit. */
export function listTimes(timestamp: string): Variant[] {
  const seconds = timestamp.slice(0, 10)
  const near = [-3, -2, -1, 1, 2, 3].map((offset): Named => {
    const [count, isEarlier] = [Math.abs(offset), offset < 0]
    return [
      String(Number(timestamp) + offset),
      `a timestamp that is ${count} s ${isEarlier ? 'earlier' : 'later'} than the one that was sent`,
      `比所发时间戳${isEarlier ? '早' : '晚'} ${count} 秒的时间戳`,
    ]
  })
  const other: Named = /^\d{13}$/.test(timestamp)
    ? [seconds, 'the timestamp in seconds, and it was sent in milliseconds', '以秒计的时间戳，而发送的以毫秒计']
    : [timestamp, '', '']
  return distinct([other, ...(timestamp.length === 10 ? near : [])], timestamp)
}

/** Lists the timestamps in milliseconds that may stand behind one in seconds: a thousand. */
export function* listMilliseconds(timestamp: string): Generator<Variant> {
  const mistake = { en: 'a timestamp in milliseconds', zh: '以毫秒计的时间戳' }
  if (!/^\d{10}$/.test(timestamp)) return
  for (let rest = 0; rest < 1000; rest++) yield { value: timestamp + String(rest).padStart(3, '0'), mistake }
}

/** Leaves out what is the same as the right value, and what came before. */
export function distinct(values: readonly Named[], right: string): Variant[] {
  const seen = new Set([right])
  return values.flatMap(([value, en, zh]) => {
    if (seen.has(value)) return []
    seen.add(value)
    return [{ value, mistake: { en, zh } }]
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
