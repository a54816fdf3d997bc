/** Control characters; in texts of several lines, tab and line breaks are none. */
const CONTROL = { line: /\p{Cc}/u, text: /(?![\t\n\r])\p{Cc}/u }

/**
 * Describes what a text holds that cannot be sent, as the end of a sentence; `undefined` if all is well.
 *
 * `'line'` is for values in the URL, `'text'` for plain fields of a body, `'encrypted'` for fields that travel as
 * ciphertext and may hold rare characters: the protocol takes characters of one to three bytes only in plain ones.
 */
export function describeBadText(text: string, kind: 'line' | 'text' | 'encrypted'): string | undefined {
  // Most texts, and cheap to tell.
  if (/^[ -~]*$/.test(text)) return undefined
  if (/\p{Surrogate}/u.test(text)) return 'holds half of a surrogate pair; repair the text'
  if (CONTROL[kind === 'line' ? 'line' : 'text'].test(text)) return 'holds a control character; remove it'
  if (kind !== 'encrypted' && /[\u{10000}-\u{10ffff}]/u.test(text))
    return 'holds a character of four bytes (an emoji or a rare character); WeChat Pay takes it in encrypted fields only'
  return undefined
}
