import { countBytes, type Text } from '../diagnosis.ts'
import { element } from '../dom.ts'
import type { Say } from '../texts/index.ts'
import { LINE_NAMES, signature as texts } from '../texts/signature.ts'
import type { MessageLine, SignatureReport } from './explain.ts'
import { showText } from './invisible.ts'

const TITLES: Readonly<Record<SignatureReport['kind'], Text>> = {
  request: texts.canonicalRequest,
  signed: texts.canonicalSigned,
  error: texts.canonicalReceived,
  unreadable: texts.canonicalRequest,
}

/** Shows a canonical message as a table: a row for each line, and two where another one was signed. */
export function createMessageView({ kind, lines }: SignatureReport, say: Say): HTMLElement {
  const rows = lines.flatMap((line) => createRows(line, say))
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, say(texts.lineName)),
    element('th', { scope: 'col' }, say(texts.lineText)),
  )
  return element(
    'section',
    { class: 'wb-message' },
    element('h4', {}, say(TITLES[kind])),
    element('p', { class: 'wb-hint' }, say(texts.canonicalHint)),
    element('table', { class: 'wb-table' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  )
}

function createRows({ name, text, signed }: MessageLine, say: Say): HTMLElement[] {
  const title = say(LINE_NAMES[name] ?? { en: name, zh: name })
  // The body has its own last line feed, which is part of the message.
  const shown = name === 'body' ? text : `${text}\n`
  const size = say(texts.bytes, { count: countBytes(text) - (name === 'body' && text.endsWith('\n') ? 1 : 0) })
  const more = name === 'body' && element('span', { class: 'wb-hint' }, ` ${size}`)
  if (signed === undefined)
    return [element('tr', {}, element('th', { scope: 'row' }, title, more), createCell(shown, undefined, say))]
  const other = name === 'body' ? signed : `${signed}\n`
  const label = (what: Text) => element('span', { class: 'wb-hint' }, ` ${say(what)}`)
  return [
    element(
      'tr',
      { class: 'wb-row-wrong' },
      element('th', { scope: 'row' }, title, label(texts.wasSigned)),
      createCell(other, shown, say),
    ),
    element(
      'tr',
      { class: 'wb-row-right' },
      element('th', { scope: 'row' }, title, label(texts.isRight), more),
      createCell(shown, other, say),
    ),
  ]
}

function createCell(text: string, other: string | undefined, say: Say): HTMLElement {
  const content = text === '' ? [say(texts.empty)] : showText(text, other, (count) => say(texts.cut, { count }))
  return element('td', { class: 'wb-code' }, ...content)
}
