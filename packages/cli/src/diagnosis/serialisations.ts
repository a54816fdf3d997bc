/** A value, and the mistake that leads to it, in English and Chinese. */
export type Named = readonly [value: string, en: string, zh: string]

/** Lists how other serialisers write the same JSON. */
export function listSerialisations(json: unknown): Named[] {
  const compact = JSON.stringify(json)
  // One item a line, whose line ends are taken out: a blank is left after each colon.
  const spaced = JSON.stringify(json, null, 1)
    .replace(/\n\s*/g, '')
    .replace(/"(?:[^"\\]|\\.)*"|,/g, (all) => (all === ',' ? ', ' : all))
  const sorted = JSON.stringify(sortKeys(json))
  const again = (en: string, zh: string) => [`the body serialised again, ${en}`, `重新序列化的报文体（${zh}）`] as const
  const forms: [string, readonly [string, string]][] = [
    [compact, again('without blanks', '无空格')],
    [spaced, again('with blanks after commas and colons', '逗号与冒号后有空格')],
    [JSON.stringify(json, null, 2), again('indented by two blanks', '两格缩进')],
    [JSON.stringify(json, null, 4), again('indented by four blanks', '四格缩进')],
    [JSON.stringify(json, null, '\t'), again('indented by tabs', '制表符缩进')],
    [sorted, again('with sorted names', '字段名已排序')],
    [JSON.stringify(dropNulls(json)), again('without members that are null', '去掉值为 null 的字段')],
  ]
  const html: Named = [
    compact.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    ...again('<, > and & escaped as Go does', '按 Go 的方式转义 <、>、&'),
  ]
  const gson: Named = [
    compact.replace(/[<>&=']/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    ...again('<, >, &, = and the apostrophe escaped as Gson does', '按 Gson 的方式转义 <、>、&、= 与单引号'),
  ]
  const escaped = forms.flatMap(([value, [en, zh]]): Named[] => [
    [value, en, zh],
    [escapeUnicode(value), `${en}, Chinese escaped as \\uXXXX`, `${zh}，中文转义为 \\uXXXX`],
    [value.replaceAll('/', '\\/'), `${en}, slashes escaped`, `${zh}，斜杠被转义`],
    [escapeUnicode(value.replaceAll('/', '\\/')), `${en}, Chinese and slashes escaped`, `${zh}，中文与斜杠被转义`],
  ])
  return [...escaped, html, gson]
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

function dropNulls(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(dropNulls)
  if (typeof json !== 'object' || json === null) return json
  const members = Object.entries(json).filter(([, value]) => value !== null)
  return Object.fromEntries(members.map(([key, value]) => [key, dropNulls(value)]))
}
