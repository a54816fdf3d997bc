/**
 * Writes a command of another shell as a POSIX shell has it: `^` of the command prompt of Windows, with which browsers copy,
 * and the backtick of PowerShell, where `\\"` within apostrophes reaches the program as a quotation mark.
 */
export function readDialect(command: string): string {
  if (/\^"/.test(command))
    return command
      .replace(/\^\r?\n\r?\n/g, '\n')
      .replace(/\^\r?\n/g, ' ')
      .replace(/\^([\s\S])/g, '$1')
  if (/\^\r?\n/.test(command)) return command.replace(/\^\r?\n/g, ' ')
  if (!/`\r?\n|^curl\.exe\s/.test(command)) return command
  return command
    .replace(/`\r?\n/g, ' ')
    .replace(/'(?:[^']|'')*'/g, (quoted) => quoted.replaceAll('\\"', '"').replace(/(?!^)''(?!$)/g, `'\\''`))
    .replace(/`"/g, '\\"')
}

/** Splits a command into words as a POSIX shell does, with `$'…'` of bash; nothing is expanded. */
export function splitWords(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  const pattern =
    /\\\r?\n|\s+|\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$]+|\$)/g
  for (const [all, ansi, single, double, escaped, plain] of command.matchAll(pattern)) {
    if (/^(\\\r?\n|\s+)$/.test(all)) {
      if (/^\s/.test(all) && word !== undefined) {
        words.push(word)
        word = undefined
      }
      continue
    }
    const quoted =
      ansi === undefined
        ? double?.replace(/\\([$`"\\\n])/g, (_, one: string) => (one === '\n' ? '' : one))
        : readEscapes(ansi)
    word = (word ?? '') + (quoted ?? single ?? escaped ?? plain ?? '')
  }
  return word === undefined ? words : [...words, word]
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' }

function readEscapes(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g, (_, u?: string, x?: string, one = '') => {
    const number = u ?? x
    return number === undefined ? (ESCAPES[one] ?? one) : String.fromCharCode(Number.parseInt(number, 16))
  })
}
