import { showInvisible } from '../diagnosis.ts'
import { element } from '../dom.ts'
import { listParts } from './difference.ts'

/** Marks of invisible characters: as they are shown here, because not every font has all signs, and their names. */
const MARKS: Readonly<Record<string, readonly [shown: string, name: string]>> = {
  '⏎': ['⏎', 'U+000A LF'],
  '␍': ['CR', 'U+000D CR'],
  '⇥': ['TAB', 'U+0009 TAB'],
  '␠': ['SP', 'U+0020 SPACE'],
  '∅': ['∅', ''],
}

/** Sets the marks of a text that was made visible apart from its own characters. */
export function showMarked(shown: string): (Node | string)[] {
  return shown.split(/([⏎␍⇥␠∅]|⟨U\+[\dA-F]+⟩)/u).map((part, index) => {
    if (index % 2 === 0) return part
    const [text, name] = MARKS[part] ?? [part.slice(1, -1), part.slice(1, -1)]
    return element('span', { class: 'wb-invisible', title: name || undefined }, text)
  })
}

/** Characters that are shown of a line: a page with millions of elements answers nobody. */
const LIMIT = 10_000
/** Characters that are shown before the first difference, where a line is cut. */
const BEFORE = 1_000

/**
 * Shows a text with its invisible characters, marked where it differs from another. Line ends are followed by a break. Of a
 * long one, what is around the first difference is shown.
 *
 * @param tellCut - gives the text in the place of characters that are left out, by their number.
 */
export function showText(
  text: string,
  other: string | undefined,
  tellCut: (count: number) => string,
): (Node | string)[] {
  if (text.length <= LIMIT && (other?.length ?? 0) <= LIMIT) return showParts(text, other)
  const start = other === undefined ? 0 : Math.max(0, findDifference(text, other) - BEFORE)
  const end = Math.min(text.length, start + LIMIT)
  const tell = (count: number) => (count > 0 ? [element('span', { class: 'wb-hint' }, tellCut(count))] : [])
  const shown = showParts(text.slice(start, end), other?.slice(start, start + LIMIT))
  return [...tell(start), ...shown, ...tell(text.length - end)]
}

function findDifference(text: string, other: string): number {
  let place = 0
  while (place < text.length && text[place] === other[place]) place++
  return place
}

function showParts(text: string, other: string | undefined): (Node | string)[] {
  const parts = other === undefined ? [{ text, isCommon: true }] : listParts(text, other)
  return parts.flatMap((part, index) => {
    const shown = showPart(part.text, index === parts.length - 1)
    return part.isCommon ? shown : [element('mark', {}, ...shown)]
  })
}

function showPart(text: string, isEnd: boolean): (Node | string)[] {
  // Blanks at the end are shown there alone.
  const shown = isEnd ? showInvisible(text) : showInvisible(`${text}|`).slice(0, -1)
  return showMarked(shown).flatMap((part) => (isLineEnd(part) ? [part, '\n'] : [part]))
}

function isLineEnd(part: Node | string): boolean {
  return part instanceof HTMLElement && part.textContent === '⏎'
}
