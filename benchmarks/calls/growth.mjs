import { contestants } from '../clients/index.mjs'
import { formatSpread, formatTable } from '../harness/markdown.mjs'
import { describeRun, runCells } from '../harness/run.mjs'

/** @typedef {import('../harness/run.mjs').Cell} Cell */

const STEPS = [1, 10, 100, 1000]
const PLANS = {
  full: { rounds: 3, warmup: 1000, window: 2000, deadline: 600_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 240_000 },
}

/** Prints how the cost of calls grows with their number in flight and with their rows, and what a huge call does to small ones beside it. @param {boolean} isQuick */
export async function printGrowth(isQuick) {
  const plan = isQuick ? PLANS.quick : PLANS.full
  /** @type {Cell[]} */
  const cells = contestants
    .filter(({ kind }) => kind === 'kit')
    .flatMap((client) => [
      ...STEPS.map((inFlight) => ({ client, inFlight })),
      ...STEPS.map((rows) => ({ client, inFlight: 1, rows })),
      { client, inFlight: 1, besideRows: 1000 },
    ])
  const results = await runCells(cells, plan)
  const rows = cells.map((cell) => {
    const spreads = /** @type {import('../harness/run.mjs').Spreads} */ (results.get(cell))
    const { client, inFlight, rows, besideRows } = cell
    return [
      client.title,
      String(inFlight),
      String(rows ?? '–'),
      String(besideRows ?? '–'),
      formatSpread(spreads.callsPerSecond),
      formatSpread(spreads.cpuPerCall),
      rows === undefined ? '–' : formatSpread(spreads.cpuPerCall, 1000 / rows),
      formatSpread(spreads.latencyP50),
      formatSpread(spreads.latencyP99),
      besideRows === undefined ? '–' : formatSpread(spreads.besideP50),
      formatSpread(spreads.eventLoopDelayP99),
      formatSpread(spreads.peakMemory),
    ]
  })
  const header = [
    'client',
    'in flight',
    'rows',
    'beside rows',
    'calls/s',
    'CPU per call, ms',
    'CPU per row, µs',
    'p50, ms',
  ]
  const more = ['p99, ms', 'p50 beside, ms', 'event-loop delay p99, ms', 'peak memory, MiB']
  console.log(`${describeRun('npm run bench -- --growth', plan)}\n\n${formatTable([...header, ...more], rows)}`)
}
