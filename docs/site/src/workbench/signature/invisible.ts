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

/** Shows a text with its invisible characters, marked where it differs from another. Line ends are followed by a break. */
export function showText(text: string, other: string | undefined): (Node | string)[] {
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
