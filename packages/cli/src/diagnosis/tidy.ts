import type { Finding } from './finding.ts'
import type { Text } from './language.ts'

/** Characters that stand in the place of the ones that were meant. */
interface Change {
  readonly pattern: RegExp
  readonly by: (found: string) => string
  readonly what: Text
}

const FULL_WIDTH: Change = {
  pattern: /[\uff01-\uff5e]/g,
  by: (found) => String.fromCharCode(found.charCodeAt(0) - 0xfee0),
  what: { en: 'full-width characters', zh: '全角字符' },
}

/** Changes that undo what chats, documents and keyboards put in the place of plain characters. */
const CHANGES: readonly Change[] = [
  { pattern: /[“”„‟]/g, by: () => '"', what: { en: 'curly quotation marks', zh: '弯引号' } },
  { pattern: /[‘’‚‛]/g, by: () => "'", what: { en: 'curly apostrophes', zh: '弯单引号' } },
  FULL_WIDTH,
  {
    pattern: /[\u00a0\u2002-\u200a\u202f\u205f\u3000]/g,
    by: () => ' ',
    what: { en: 'blanks of a special width', zh: '特殊空格' },
  },
  {
    pattern: /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu,
    by: () => '',
    what: { en: 'invisible characters', zh: '不可见字符' },
  },
  { pattern: /[\u2028\u2029]/g, by: () => '\n', what: { en: 'line separators', zh: '行分隔符' } },
]

/** A text as it was meant, and what stood in it instead. */
export interface Tidied {
  readonly text: string
  /** Kinds of characters that were replaced. */
  readonly replaced: readonly Text[]
}

/** Replaces typographic and invisible characters, where none of them can be meant: in keys, start lines and headers. */
export function tidy(given: string, changes: readonly Change[] = CHANGES): Tidied {
  const replaced: Text[] = []
  let text = given
  for (const { pattern, by, what } of changes) {
    const changed = text.replace(pattern, by)
    if (changed !== text) replaced.push(what)
    text = changed
  }
  return { text, replaced }
}

/** Makes typographic quotation marks and blanks of a body plain, as they were before a chat or a document changed them. */
export function straighten(body: string): string {
  // Full-width characters inside a text are its own, such as those of a Chinese address.
  const kept = tidy(
    body,
    CHANGES.filter((change) => change !== FULL_WIDTH),
  ).text
  return isJson(kept) ? kept : tidy(body).text
}

/** Tells whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Takes off what chats put around a text: a fence of backticks, and `> ` before each line. */
export function unwrap(given: string): string {
  const text = given.replace(/^\s*```[\w-]*[ \t]*\r?\n/, '').replace(/\r?\n```\s*$/, '')
  const lines = dedent(text).split('\n')
  const isQuoted = lines.length > 1 && lines.every((line) => line.startsWith('>') || line.trim() === '')
  return isQuoted ? lines.map((line) => line.replace(/^> ?/, '')).join('\n') : lines.join('\n')
}

/** Takes off the blanks that all lines begin with. */
function dedent(text: string): string {
  const [first = ''] = /^[ \t]+(?=\S)/.exec(text) ?? []
  const lines = text.split('\n')
  const isIndented = first !== '' && lines.every((line) => line.startsWith(first) || line.trim() === '')
  return isIndented ? lines.map((line) => line.slice(line.trim() === '' ? 0 : first.length)).join('\n') : text
}

/** Tells of characters that were read as others. */
export function noteReplaced(replaced: readonly Text[], where: Text): Finding[] {
  if (replaced.length === 0) return []
  const list = { en: replaced.map(({ en }) => en).join(', '), zh: replaced.map(({ zh }) => zh).join('、') }
  return [
    {
      check: 'input',
      status: 'note',
      text: {
        en: `${where.en} held ${list.en}, as a chat or a document makes them; they were read as plain ones.`,
        zh: `${where.zh}含有${list.zh}（聊天软件或文档常会如此替换），已按普通字符读取。`,
      },
      remedy: {
        en: 'If your program really sends them, the signature fails for that: copy from the log, not from a chat.',
        zh: '如果程序真的这样发送，签名就会因此失败；请从日志复制，不要从聊天窗口复制。',
      },
    },
  ]
}
