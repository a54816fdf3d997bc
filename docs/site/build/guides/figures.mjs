// Figures of a report, put into the page in Chinese that is about it: read from the report, so that no figure is written twice.
//
// A page says where by comments, which nobody sees who reads the file itself:
//   <!-- made -->                                     when the report was written, and on which machine
//   <!-- words: English = Chinese; … -->              what is in the tables: columns without a word here are left out
//   <!-- figures: Heading -->                         the first table below that heading of the report, or of its beginning
//   <!-- figures: Heading | cell -->                  that row of it alone
//   <!-- matches: expression = Column | Column -->    a row for each match in the report, a column for each group
//   <!-- output: Heading -->                          the block below that heading, as the program printed it

const COMMENT = /<!-- (made|words|figures|matches|output)(?::\s+([\s\S]*?))?\s*-->/g

/** Words that many reports have. @type {readonly (readonly [RegExp, string])[]} */
const VERDICTS = [
  [/^not reached/, '未达到'],
  [/^reached/, '达到'],
  [/, within the spread$/, '，在波动范围之内'],
  [/^at least (?=[\d.,]+$)/, '至少 '],
  [/^at most (?=[\d.,]+$)/, '至多 '],
]

/**
 * Fills in the figures of a page.
 *
 * @param {string} page - in Chinese.
 * @param {string} report - in English.
 * @returns {string} Markdown without the comments.
 * @throws an `Error` where the report has no such table, row, match or block, or a word of it has no translation.
 */
export function fillFigures(page, report) {
  /** @type {Map<string, string>} */
  const words = new Map()
  return page.replace(COMMENT, (_, kind, given = '') => {
    switch (kind) {
      case 'made':
        return writeOrigin(report)
      case 'words':
        for (const [english, chinese] of splitPairs(given)) words.set(english, chinese)
        return ''
      case 'figures':
        return writeTable(report, given, words)
      case 'matches':
        return writeMatches(report, given)
      default:
        return find(/^```[\s\S]*?^```$/m, findSection(report, given), `a block below “${given}”`)[0]
    }
  })
}

/** When a report was written, and on which machine. @param {string} report */
function writeOrigin(report) {
  const [, date, runtime, cores, processor, memory, system] = find(
    /(\d{4}-\d\d-\d\d): (Node\.js v[\d.]+),[^\n]*? ?(\d+) cores \(([^)]+)\), (\d+ GiB),\s(\w+ \w+)/,
    report,
    'a date and a machine',
  )
  return `测于 ${date}：${runtime}，${cores} 核（${processor}），${memory} 内存，${system}。`
}

/** @param {string} report @param {string} wanted - heading, and the first cell of a row. @param {ReadonlyMap<string, string>} words */
function writeTable(report, wanted, words) {
  const [heading = '', row] = wanted.split(/ ?\| /)
  const [text] = find(/(?:^\|.*(?:\n|$))+/m, findSection(report, heading), `a table below “${heading}”`)
  const [headers = [], , ...rows] = text.trim().split('\n').map(splitCells)
  const columns = headers.flatMap((name, index) => (words.has(name) ? [index] : []))
  const chosen = rows.filter(([first]) => row === undefined || first === row)
  if (columns.length < 2 || chosen.length === 0) throw new Error(`The report has no columns or rows for “${wanted}”.`)
  const translate = (/** @type {string} */ cell) => {
    const translated =
      words.get(cell) ?? VERDICTS.reduce((text, [english, chinese]) => text.replace(english, chinese), cell)
    // Names of products are one word, or words with capitals and numbers.
    if (/[A-Za-z]{2,} [a-z]{2,}/.test(translated.replace(/`[^`]*`/g, ''))) {
      throw new Error(`“${cell}” below “${heading}” of the report has no translation. Add it to the words of the page.`)
    }
    return translated
  }
  return joinRows(
    [headers, headers.map(() => '---'), ...chosen].map((cells) =>
      columns.map((index) => translate(cells[index] ?? '')),
    ),
  )
}

/** @param {string} report @param {string} given */
function writeMatches(report, given) {
  const [, expression = '', columns = ''] = /^([\s\S]*) = (.*)$/.exec(given) ?? []
  const rows = [...report.matchAll(new RegExp(expression, 'gm'))].map(([, ...groups]) => groups)
  if (rows.length === 0) throw new Error(`The report has nothing that matches ${expression}.`)
  const headers = columns.split(' | ')
  return joinRows([headers, headers.map(() => '---'), ...rows])
}

/** The part of a report below a heading; without one, what stands before all of them. @param {string} report @param {string} heading */
function findSection(report, heading) {
  const parts = report.split(/^#{2,3} /m)
  const part = heading === '' ? parts[0] : parts.find((text) => text.startsWith(`${heading}\n`))
  if (part === undefined) throw new Error(`The report has no heading “${heading}”.`)
  return part
}

/** @param {RegExp} pattern @param {string} text @param {string} wanted */
function find(pattern, text, wanted) {
  const found = pattern.exec(text)
  if (!found) throw new Error(`The report does not have ${wanted}.`)
  return found
}

/** @param {string} text @returns {(readonly [string, string])[]} */
function splitPairs(text) {
  return text.split(/;\s+/).map((pair) => {
    const [english = '', chinese = ''] = pair.split(/\s+=\s+/)
    return /** @type {const} */ ([english.replace(/\s+/g, ' ').trim(), chinese.trim()])
  })
}

/** @param {string} line */
function splitCells(line) {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())
}

/** @param {readonly (readonly string[])[]} rows */
function joinRows(rows) {
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
