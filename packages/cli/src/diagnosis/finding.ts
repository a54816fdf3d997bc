import type { Text } from './language.ts'

/** Result of one check. */
export interface Finding {
  /** Name of the check, for machines. */
  readonly check:
    | 'authorization'
    | 'body'
    | 'clock'
    | 'error'
    | 'headers'
    | 'input'
    | 'key'
    | 'mchid'
    | 'message'
    | 'serial'
    | 'signature'
  readonly status: 'note' | 'passed' | 'problem'
  /** Sentence that tells the result. */
  readonly text: Text
  /** The one thing to do. */
  readonly remedy?: Text
  /** The first difference of two texts that should be the same. */
  readonly difference?: Difference
}

/** First difference of two texts: an excerpt of each from shortly before, with invisible characters made visible. */
export interface Difference {
  /** Line of the canonical message: `method`, `target`, `timestamp`, `nonce`, `body`. */
  readonly line: string
  /** Place of the first character that differs, from 1. */
  readonly character: number
  /** The text that was signed, or that WeChat Pay received. */
  readonly one: string
  readonly oneIs: Text
  /** The text that is to be signed, or was sent. */
  readonly other: string
  readonly otherIs: Text
}

/** Characters that are shown before a difference, and from it on. */
const BEFORE = 12
const AFTER = 24

/** Compares two texts; `undefined` where they are the same. */
export function compare(
  line: string,
  [oneIs, one]: readonly [Text, string],
  [otherIs, other]: readonly [Text, string],
): Difference | undefined {
  if (one === other) return undefined
  let place = 0
  while (place < one.length && one[place] === other[place]) place++
  const cut = (text: string) => {
    const from = Math.max(0, place - BEFORE)
    const [start, end] = [from > 0 ? '…' : '', text.length > place + AFTER ? '…' : '']
    return start + showInvisible(text.slice(from, place + AFTER)) + end
  }
  return { line, character: place + 1, one: cut(one), oneIs, other: cut(other), otherIs }
}

/** Shows line ends, blanks at the end and characters without a shape: `\n` as `⏎`, others by their number. */
export function showInvisible(text: string): string {
  const shown = text
    .replaceAll('\r', '␍')
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replace(/[\p{Cc}\p{Cf}\p{Mn}\p{Zl}\p{Zp}\u00a0\ufffd]/gu, (character) => {
      const number = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
      return `⟨U+${number}⟩`
    })
    .replace(/ +$/, (blanks) => '␠'.repeat(blanks.length))
  return shown === '' ? '∅' : shown
}
