// A highlighter for the code that the site writes itself: TypeScript without templates, and shell commands.
import { escapeHtml } from './html.mjs'

/** Words of the language, then: comment, text, word of the language, number, name of a member, name of a function. */
const TYPESCRIPT =
  /(?<comment>\/\/.*)|(?<string>'(?:[^'\\]|\\.)*')|(?<keyword>\b(?:as|async|await|const|false|from|import|new|null|true)\b)|(?<number>\b\d+(?:\.\d+)?\b)|(?<property>[A-Za-z_$][\w$]*(?=: ))|(?<call>[A-Za-z_$][\w$]*(?=\())/g
const SHELL = /(?<string>'[^']*')|(?<keyword>(?<=\s)--[a-z-]+)/g

/** The one-letter classes of the style sheet. @type {Readonly<Record<string, string>>} */
const CLASSES = { comment: 'c', string: 's', keyword: 'k', number: 'n', property: 'p', call: 'f' }

/** Highlights a piece of code. @param {string} text @param {'ts' | 'sh'} [language] */
export function highlight(text, language = 'ts') {
  let end = 0
  let html = ''
  for (const match of text.matchAll(language === 'ts' ? TYPESCRIPT : SHELL)) {
    const [kind = ''] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? []
    html += `${escapeHtml(text.slice(end, match.index))}<i class="${CLASSES[kind]}">${escapeHtml(match[0])}</i>`
    end = match.index + match[0].length
  }
  return html + escapeHtml(text.slice(end))
}
