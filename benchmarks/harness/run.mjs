import { describeOrigin } from './machine.mjs'
import { runCell, startServer } from './run-cell.mjs'
import { shuffle, spreadOf } from './statistics.mjs'

/** @typedef {import('./run-cell.mjs').Cell} Cell */
/** @typedef {{ [Name in keyof import('./load.mjs').Figures]: import('./statistics.mjs').Spread }} Spreads */
/** @typedef {{ rounds: number, warmup: number, window: number, deadline: number }} Plan milliseconds */

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

/** Describes how a run was made. @param {string} command @param {Plan} plan */
export function describeRun(command, { rounds, warmup, window }) {
  return `${describeOrigin(command)}
Each measurement is a fresh process, warmed up for ${warmup} ms and measured for ${window} ms; ${rounds === 1 ? 'one round' : `${rounds} rounds over all of them`}, in
random order. Figures are the median of the rounds, with the lowest and the highest.`
}
