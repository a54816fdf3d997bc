import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { contestants } from '../clients/index.mjs'
import { runCells } from '../harness/run.mjs'
import { drawChart } from './chart.mjs'
import { describeCpu, measureCpu } from './cpu.mjs'
import { measureFirstSignature } from './first-signature.mjs'
import { writeReport } from './report.mjs'
import { QUIET } from './targets.mjs'

const PLANS = {
  // After one second of a slow machine, the compilers have not finished.
  full: { rounds: 5, warmup: 3000, window: 3000, deadline: 1_800_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 120_000 },
}

/** Compares one call through this kit, through other clients, and without a client. @param {boolean} isQuick @param {string} [out] folder for the report and its chart; a quick run writes none unless told */
export async function compareCalls(isQuick, out = isQuick ? undefined : 'docs/evidence') {
  const plan = isQuick ? PLANS.quick : PLANS.full
  const [load = Number.NaN] = loadavg()
  if (!(load < QUIET))
    console.error(`The load average is ${load.toFixed(2)}, not below ${QUIET}: something else is at work.`)
  const cells = [1, 8, 64].flatMap((inFlight) => contestants.map((client) => ({ client, inFlight })))
  const results = await runCells(cells, plan)
  const firstSignature = await measureFirstSignature(3 * plan.rounds)
  const cpu = { times: measureCpu(isQuick), description: describeCpu(isQuick) }
  const report = writeReport(results, { firstSignature, cpu, load }, plan)
  console.log(report)
  if (out === undefined) return
  writeFileSync(`${out}/benchmark.md`, report)
  writeFileSync(`${out}/benchmark.svg`, drawChart(results))
  console.error(`wrote ${out}/benchmark.md and ${out}/benchmark.svg`)
}
