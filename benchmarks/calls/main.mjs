// One alter call, with all that it takes, through this kit, through other clients, and without a client.
// Usage: npm run bench [-- --quick] [-- --out <folder>]        Writes docs/benchmark.md and docs/benchmark.svg.
import { contestants } from '../clients/index.mjs'
import { readCommandLine, runCells, writeDocuments } from '../harness/run.mjs'
import { drawChart } from './chart.mjs'
import { writeReport } from './report.mjs'

const { plan, out } = readCommandLine({
  full: { rounds: 5, warmup: 1500, window: 1500, deadline: 600_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 120_000 },
})
const cells = [1, 8, 64].flatMap((inFlight) => contestants.map((client) => ({ client, inFlight })))
const results = await runCells(cells, plan)
writeDocuments(out, { 'benchmark.md': writeReport(results, plan), 'benchmark.svg': drawChart(results) })
