// One alter call, with all that it takes, through this kit, through other clients, and without a client.
// Usage: npm run bench [-- --quick] [-- --out <folder>]        Writes benchmark.md and benchmark.svg in docs/evidence.
import { contestants } from '../clients/index.mjs'
import { readCommandLine, runCells, writeDocuments } from '../harness/run.mjs'
import { drawChart } from './chart.mjs'
import { measureFirstSignature } from './first-signature.mjs'
import { writeReport } from './report.mjs'

const { plan, out } = readCommandLine({
  // After one second of a slow machine, the compilers have not finished.
  full: { rounds: 5, warmup: 3000, window: 3000, deadline: 1_200_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 120_000 },
})
const cells = [1, 8, 64].flatMap((inFlight) => contestants.map((client) => ({ client, inFlight })))
const results = await runCells(cells, plan)
const firstSignature = await measureFirstSignature(3 * plan.rounds)
const report = writeReport(results, firstSignature, plan)
writeDocuments(out, { 'benchmark.md': report, 'benchmark.svg': drawChart(results) })
