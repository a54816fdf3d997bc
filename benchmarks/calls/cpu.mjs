import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describeOrigin } from '../harness/machine.mjs'
import { formatNumber, formatTable } from '../harness/markdown.mjs'
import { percentile } from '../harness/statistics.mjs'

const PLANS = {
  full: { rounds: 40, calls: 200, warmup: 1500 },
  quick: { rounds: 4, calls: 50, warmup: 200 },
}
const program = fileURLToPath(new URL('../harness/cpu-process.mjs', import.meta.url))

/** @typedef {{ inFlight: number, figures: Record<string, number> }} CpuTime microseconds of one call, by variant */

/** Pairs of a variant of the kit and the same steps without it. */
const PAIRS = /** @type {const} */ ({
  'kit on WebCrypto': 'bare WebCrypto',
  'kit on crypto/node': 'bare node:crypto, synchronous',
  // What crypto/node takes beyond this is its hand-over to other threads.
  'kit on node:crypto, synchronous': 'bare node:crypto, synchronous',
})

/** The variants of each process: a kit, and what it is compared with. */
const PROCESSES = [...Object.entries(PAIRS).map(([kit, bare]) => [bare, kit]), ['kit without cryptography']]

/** Measures the CPU time of an alter call in process, on one CPU, at 1, 8 and 64 in flight. @param {boolean} isQuick @returns {CpuTime[]} */
export function measureCpu(isQuick) {
  const plan = isQuick ? PLANS.quick : PLANS.full
  return [1, 8, 64].map((inFlight) => {
    /** @type {Record<string, number>} */
    const figures = {}
    for (const names of PROCESSES) {
      const rounds = Object.entries(measure({ ...plan, names, inFlight }))
      for (const [name, values] of rounds) figures[name] ??= percentile(values, 25)
    }
    return { inFlight, figures }
  })
}

/** Gives what the kit takes beyond the same steps without it. @param {CpuTime} time @param {keyof typeof PAIRS} kit */
export const differenceOf = ({ figures }, kit) => (figures[kit] ?? Number.NaN) - (figures[PAIRS[kit]] ?? Number.NaN)

/** Tells how the CPU time was measured. @param {boolean} isQuick */
export function describeCpu(isQuick) {
  const { rounds, calls } = isQuick ? PLANS.quick : PLANS.full
  const place = isPinned ? 'on one CPU (taskset)' : 'not pinned to one CPU, as taskset is missing'
  return `in process and without sockets, ${place}: the lower quartile of ${rounds} rounds of ${calls} calls, the kit and the bare steps in turn`
}

/** Prints the CPU time of an alter call, beside the same steps without the kit. @param {boolean} isQuick */
export function printCpu(isQuick) {
  const times = measureCpu(isQuick)
  const names = Object.keys(times[0]?.figures ?? {})
  const pairs = /** @type {(keyof typeof PAIRS)[]} */ (Object.keys(PAIRS))
  const rows = times.map((time) => {
    const differences = pairs.map((kit) => differenceOf(time, kit))
    return [
      `${time.inFlight}`,
      ...[...names.map((name) => time.figures[name] ?? Number.NaN), ...differences].map(formatNumber),
    ]
  })
  const header = ['in flight', ...names, ...pairs.map((kit) => `${kit} − bare`)]
  console.log(`${describeOrigin('npm run bench -- --cpu')}
CPU time of one alter call in microseconds, of all threads, ${describeCpu(isQuick)}.
The kit without cryptography has keys that compute nothing.

${formatTable(header, rows)}`)
}

/** Whether the measurement can be kept on one CPU. */
const isPinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** @param {object} plan @returns {Record<string, number[]>} */
function measure(plan) {
  const command = [...(isPinned ? ['taskset', '-c', '0'] : []), process.execPath, program]
  const [file = '', ...args] = [...command, JSON.stringify(plan)]
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The measurement failed: ${stderr}`)
  return JSON.parse(stdout)
}
