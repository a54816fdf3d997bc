// Prints what was found: a table, each difference, each problem, one line at the end.
import { show } from './show.mjs'

/** @typedef {import('./judge.mjs').Judgement} Judgement */

const VERDICTS = /** @type {const} */ (['passed', 'different', 'unsupported', 'missing'])

/**
 * Writes the report of a run.
 *
 * @param {{ case: import('./cases.mjs').Case, judgement: Judgement }[]} judged
 * @param {string[]} problems sentences about the command
 * @returns {{ text: string, isGood: boolean }}
 */
export function report(judged, problems) {
  const count = (/** @type {string} */ verdict) =>
    judged.filter(({ judgement }) => judgement.verdict === verdict).length
  const [passed = 0, different, unsupported, missing] = VERDICTS.map(count)
  const all = passed === 0 ? [...problems, 'Nothing passed, so nothing was tested.'] : problems
  const end = `vectors: ${passed} passed, ${different} different, ${unsupported} unsupported, ${missing} without a response`
  const text = [
    writeTable(judged),
    ...judged.flatMap(describeDifference),
    ...all.map((problem) => `! ${problem}\n`),
    end,
  ]
  return { text: `${text.join('\n')}\n`, isGood: different === 0 && missing === 0 && all.length === 0 }
}

/** @param {Parameters<typeof report>[0]} judged */
function writeTable(judged) {
  /** @type {Map<string, Record<string, number>>} */
  const rows = new Map()
  for (const { case: one, judgement } of judged) {
    const key = `${one.kind}\t${one.operation}`
    const row = rows.get(key) ?? {}
    row[judgement.verdict] = (row[judgement.verdict] ?? 0) + 1
    rows.set(key, row)
  }
  const cells = [...rows].map(([key, row]) => [
    ...key.split('\t'),
    ...VERDICTS.map((verdict) => String(row[verdict] ?? 0)),
  ])
  const lines = [['kind', 'operation', ...VERDICTS], ...cells]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  const pad = (/** @type {string} */ cell, /** @type {number} */ column) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return `${lines.map((line) => line.map(pad).join('  ')).join('\n')}\n`
}

/** @param {Parameters<typeof report>[0][number]} judged */
function describeDifference({ case: { id, comment, input }, judgement }) {
  if (judgement.verdict !== 'different') return []
  const { wanted, found } = judgement
  return [`✗ ${id}\n  about   ${comment}\n  input   ${show(input)}\n  wanted  ${wanted}\n  found   ${found}\n`]
}
