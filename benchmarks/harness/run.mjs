import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeOrigin } from './machine.mjs'
import { runCell, startServer } from './run-cell.mjs'
import { shuffle, spreadOf } from './statistics.mjs'

/** @typedef {import('./run-cell.mjs').Cell} Cell */
/** @typedef {{ [Name in keyof import('./load.mjs').Figures]: import('./statistics.mjs').Spread }} Spreads */
/** @typedef {{ rounds: number, warmup: number, window: number, deadline: number }} Plan milliseconds */

/** The plan that the command line chooses, and the folder for documents; a quick run writes none unless told. @param {{ full: Plan, quick: Plan }} plans */
export function readCommandLine(plans) {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } } })
  return {
    plan: values.quick ? plans.quick : plans.full,
    out: values.out ?? (values.quick ? undefined : 'docs/evidence'),
  }
}

/**
 * Measures all cells in rounds, each round in another order, and gives for each cell and figure the median and the
 * extremes. The first failure ends the run.
 *
 * @param {readonly Cell[]} cells
 * @param {Plan} plan
 * @returns {Promise<Map<Cell, Spreads>>}
 */
export async function runCells(cells, { rounds, warmup, window, deadline }) {
  const signal = AbortSignal.timeout(deadline)
  const server = startServer(signal)
  /** @type {Map<Cell, import('./load.mjs').Figures[]>} */
  const figures = new Map(cells.map((cell) => [cell, []]))
  let done = 0
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const cell of shuffle(cells)) {
        figures.get(cell)?.push(await runCell(server, cell, { warmup, window }, signal))
        if (process.stderr.isTTY) process.stderr.write(`\r${++done} of ${rounds * cells.length} measurements`)
      }
    }
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\n')
    server.stop()
  }
  return new Map([...figures].map(([cell, rounds]) => [cell, spreadFigures(rounds)]))
}

/** @param {import('./load.mjs').Figures[]} rounds */
function spreadFigures(rounds) {
  const names = /** @type {(keyof Spreads)[]} */ (Object.keys(rounds[0] ?? {}))
  const spreads = names.map((name) => [name, spreadOf(rounds.map((figures) => figures[name]))])
  return /** @type {Spreads} */ (Object.fromEntries(spreads))
}

/** How a run was made. @param {string} command @param {Plan} plan */
export function describeRun(command, { rounds, warmup, window }) {
  return `${describeOrigin(command)}
Each measurement is a fresh process, warmed up for ${warmup} ms and measured for ${window} ms; ${rounds === 1 ? 'one round' : `${rounds} rounds over all of them`}, in
random order. Figures are the median of the rounds, with the lowest and the highest.`
}

/** Prints a document without its first lines, and writes it where it belongs. @param {string | undefined} folder @param {Record<string, string>} documents */
export function writeDocuments(folder, documents) {
  for (const [name, content] of Object.entries(documents)) {
    if (name.endsWith('.md')) console.log(content)
    if (folder === undefined) continue
    writeFileSync(`${folder}/${name}`, content)
    console.error(`wrote ${folder}/${name}`)
  }
}
