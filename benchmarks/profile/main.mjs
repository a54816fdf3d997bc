// Where the main thread's time goes: this kit beside the floor.
// Usage: npm run bench:profile [-- --quick] [-- --out <folder>]        Writes docs/profile.md.
import { contestants } from '../clients/index.mjs'
import { readCommandLine, writeDocuments } from '../harness/run.mjs'
import { profileCell, startServer } from '../harness/run-cell.mjs'
import { writeReport } from './report.mjs'

const { plan, out } = readCommandLine({
  full: { rounds: 3, warmup: 2000, window: 3000, deadline: 300_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 120_000 },
})
const clients = contestants.filter(({ name }) => name === 'kit-undici' || name === 'floor')
const signal = AbortSignal.timeout(plan.deadline)
const server = startServer(signal)
/** @type {import('./report.mjs').Result[]} */
const results = []
try {
  for (let round = 0; round < plan.rounds; round++) {
    for (const inFlight of [1, 8, 64]) {
      for (const client of round % 2 === 0 ? clients : [...clients].reverse()) {
        results.push({ client, inFlight, times: await profileCell(server, { client, inFlight }, plan, signal) })
      }
    }
  }
} finally {
  server.stop()
}
writeDocuments(out, { 'profile.md': writeReport(results, plan) })
