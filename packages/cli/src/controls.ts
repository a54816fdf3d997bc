/**
 * Characters that command a terminal, or turn the order of a text: control characters but tab and line feed, and those of
 * writing directions and line ends that nobody sees. Colours of the command itself are none.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /\u001b\[(?:[012]|22|3[1236]|39)m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Colours, as `picocolors` begins and ends them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const COLOR = /^\u001b\[/

/**
 * Writes the control characters of a text as JSON does, `\u001b`, so that nothing that came from the network commands the
 * terminal. JSON stays JSON of the same value, and a line of Windows becomes one.
 *
 * @param hasColors - whether the colours that the command itself uses stay.
 */
export function escapeControls(text: string, hasColors = false): string {
  return text.replaceAll('\r\n', '\n').replace(CONTROLS, (found) => {
    if (!COLOR.test(found)) return escapeCharacter(found)
    return hasColors ? found : escapeCharacter(found.slice(0, 1)) + found.slice(1)
  })
}

function escapeCharacter(character: string): string {
  if (character === '\r') return '\\r'
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
