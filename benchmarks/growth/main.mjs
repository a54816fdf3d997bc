// How the cost of calls grows with their number in flight and with their rows, and what a huge call does to small ones.
// Usage: npm run bench:growth [-- --quick] [-- --out <folder>]        Writes docs/growth.md.
import { contestants } from '../clients/index.mjs'
import { readCommandLine, runCells, writeDocuments } from '../harness/run.mjs'
import { writeReport } from './report.mjs'

/** @typedef {import('../harness/run.mjs').Cell} Cell */

const { plan, out } = readCommandLine({
  full: { rounds: 3, warmup: 1000, window: 2000, deadline: 600_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 240_000 },
})
const kits = contestants.filter(({ kind }) => kind === 'kit')
const steps = [1, 10, 100, 1000]
/** @type {Cell[]} */
const cells = kits.flatMap((client) => [
  ...steps.map((inFlight) => ({ client, inFlight })),
  ...steps.map((rows) => ({ client, inFlight: 1, rows })),
  { client, inFlight: 1, besideRows: 1000 },
])
writeDocuments(out, { 'growth.md': writeReport(await runCells(cells, plan), plan) })
