import type { CommandContext } from '../command.ts'
import type { Finding } from '../diagnosis/finding.ts'
import { formatColumns } from '../table.ts'

/** Lines of a canonical message by name; the body is the last. */
type MessageLines = Readonly<Record<string, string>> & { readonly body: string }

/** Sets findings as text: problems first, then what is good, and the canonical message. */
export function formatFindings(
  findings: readonly Finding[],
  lines: MessageLines | undefined,
  context: CommandContext,
): string {
  const order = { problem: 0, note: 1, passed: 2 }
  const sorted = [...findings].sort((one, other) => order[one.status] - order[other.status])
  const parts = sorted.map((finding) => formatFinding(finding, context))
  const { colors, say } = context
  const title = say({
    en: 'The message that is signed, a line feed (⏎) after each line',
    zh: '待签名串，每行末尾有换行符（⏎）',
  })
  return [...parts, ...(lines ? [`${colors.bold(title)}\n${formatMessage(lines, context)}`] : [])].join('\n\n')
}

function formatFinding({ status, text, remedy, difference }: Finding, { say, colors }: CommandContext): string {
  const mark = { problem: colors.red('✗'), note: colors.yellow('·'), passed: colors.green('✓') }[status]
  const shown = [`${mark} ${say(text)}`]
  if (difference) {
    const { line, character, one, oneIs, other, otherIs } = difference
    const place = say({ en: `${line}, character ${character}`, zh: `${line}，第 ${character} 个字符` })
    const rows = formatColumns([
      [say(oneIs), colors.red(one)],
      [say(otherIs), colors.green(other)],
    ])
    shown.push(`  ${colors.dim(place)}`, rows)
  }
  if (remedy) shown.push(`  → ${say(remedy)}`)
  return shown.join('\n')
}

/** The lines by name. Of the body only its size and its ends: it can hold a person's data. */
function formatMessage({ body, ...lines }: MessageLines, { say }: CommandContext): string {
  const text = body.endsWith('\n') ? body.slice(0, -1) : body
  const [first = '', last = ''] = [text.at(0), text.at(-1)]
  const size = Buffer.byteLength(text)
  const ends = say({ en: `${size} bytes, from ${first} to ${last}`, zh: `${size} 字节，从 ${first} 到 ${last}` })
  const empty = say({ en: 'empty', zh: '空' })
  const visible = (value: string) => value.replaceAll('\n', '⏎').replaceAll('\r', '␍')
  return formatColumns([
    ...Object.entries(lines).map(([name, value]) => [name, `${value}⏎`]),
    ['body', `${size === 0 ? empty : visible(ends)}⏎`],
  ])
}
