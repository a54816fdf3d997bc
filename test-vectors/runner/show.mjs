/** Characters that could change what a terminal shows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Longest text of a value, in characters. */
const LENGTH = 400

/** A value of the other side as text for a terminal: JSON, shortened, every control character escaped. @param {unknown} value */
export function show(value) {
  try {
    return escapeControls(shorten(JSON.stringify(value) ?? String(value)))
  } catch {
    // JSON is read however deep it is nested, but not written.
    return 'a value that is nested too deep to be shown'
  }
}

/** Escapes control characters. @param {string} text */
export function escapeControls(text) {
  return text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** Shortens a text. @param {string} text @param {number} [length] */
export function shorten(text, length = LENGTH) {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length} characters)`
}
