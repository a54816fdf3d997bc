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

/** Prints the CPU time of an alter call in process, on one CPU, beside the same steps without the kit. @param {boolean} isQuick */
export function printCpu(isQuick) {
  const plan = isQuick ? PLANS.quick : PLANS.full
  const isPinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0
  const rows = [1, 8, 64].map((inFlight) => {
    const figures = measure({ ...plan, inFlight }, isPinned)
    const quartile = (/** @type {string} */ name) => percentile(figures[name] ?? [], 25)
    const names = Object.keys(figures)
    const differences = [
      quartile('kit on WebCrypto') - quartile('bare WebCrypto'),
      quartile('kit on crypto/node') - quartile('bare node:crypto, synchronous'),
    ]
    return { names, row: [`${inFlight}`, ...[...names.map(quartile), ...differences].map(formatNumber)] }
  })
  const header = ['in flight', ...(rows[0]?.names ?? []), 'WebCrypto: kit − bare', 'node:crypto: kit − bare']
  console.log(`${describeOrigin('npm run bench -- --cpu')}
CPU time of one alter call in microseconds, of all threads, in process and without sockets${isPinned ? ', on one CPU (taskset)' : '; not pinned to one CPU, as taskset is missing'}: the lower
quartile of ${plan.rounds} rounds of ${plan.calls} calls, all variants in turn. The kit without cryptography has keys that compute nothing.

${formatTable(
  header,
  rows.map(({ row }) => row),
)}`)
}

/** @param {object} plan @param {boolean} isPinned @returns {Record<string, number[]>} */
function measure(plan, isPinned) {
  const command = [...(isPinned ? ['taskset', '-c', '0'] : []), process.execPath, '--expose-gc', program]
  const [file = '', ...args] = [...command, JSON.stringify(plan)]
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The measurement failed: ${stderr}`)
  return JSON.parse(stdout)
}
