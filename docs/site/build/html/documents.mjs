// The links to official documents: by who they are written for, and the first few of many.
/** @import { Language, Text } from '../words.mjs' */
import { toDocument } from '../addresses.mjs'
import { escapeHtml, link } from './html.mjs'

/** Links of a kind that stand open; the others are folded. */
const OPEN = 4

/** Readers, by the folder of a document's number. @type {Readonly<Record<string, Text>>} */
const READERS = {
  merchant: { zh: '直连商户', en: 'Merchants' },
  partner: { zh: '服务商', en: 'Partners' },
  global: { zh: '境外', en: 'Abroad' },
}

/** Writes links to documents, a line for each kind of readers. @param {readonly string[]} numbers - as in the catalogue. @param {Language} language */
export function writeDocuments(numbers, language) {
  /** @type {Map<string, string[]>} */
  const byReader = new Map()
  for (const number of numbers) {
    const [folder = ''] = number.split('/')
    const reader = READERS[folder] ? folder : ''
    byReader.set(reader, [...(byReader.get(reader) ?? []), number])
  }
  const order = [...Object.keys(READERS), '']
  const lines = [...byReader]
    .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .map(([reader, own]) => writeLine(READERS[reader]?.[language] ?? '', own, language))
  return lines.length > 1 ? lines.map((line) => `<div>${line}</div>`).join('') : lines.join('')
}

/** @param {string} reader @param {readonly string[]} numbers @param {Language} language */
function writeLine(reader, numbers, language) {
  const links = numbers.map((number) => link(toDocument(number), escapeHtml(number.replace(/^.*\//, ''))))
  const separator = language === 'zh' ? '、' : ', '
  const lead = reader && (language === 'zh' ? `${reader}：` : `${reader}: `)
  const more = links.slice(OPEN)
  if (more.length < 2) return lead + links.join(separator)
  const label = language === 'zh' ? `另外 ${more.length} 篇` : `${more.length} more`
  return `${lead}${links.slice(0, OPEN).join(separator)} <details><summary>${label}</summary>${more.join(separator)}</details>`
}
