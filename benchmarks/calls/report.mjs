import { contestants } from '../clients/index.mjs'
import { formatNumber, formatRatio, formatSpread, formatTable } from '../harness/markdown.mjs'
import { describeRun } from '../harness/run.mjs'
import { judge, ratioOf } from '../harness/statistics.mjs'
import { differenceOf } from './cpu.mjs'
import { CPU_TARGETS, FIRST_SIGNATURE, judgeTargets, QUIET } from './targets.mjs'

/** @typedef {import('../harness/run.mjs').Spreads} Spreads */
/** @typedef {Map<import('../harness/run.mjs').Cell, Spreads>} Results */

/** @typedef {{ times: readonly import('./cpu.mjs').CpuTime[], description: string }} Cpu */
/** @typedef {{ firstSignature: import('./first-signature.mjs').FirstSignature, cpu: Cpu, load: number }} Further what is measured beside the cells, and the load average at the start */

const FIGURES = { callsPerSecond: 'calls/s', eventLoopDelayP99: 'event-loop delay p99' }
const titleOf = (/** @type {string} */ client) => contestants.find(({ name }) => name === client)?.title ?? client

/** @param {Results} results @param {Further} further @param {import('../harness/run.mjs').Plan} plan */
export function writeReport(results, { firstSignature, cpu, load }, plan) {
  const loads = [...new Set([...results.keys()].map(({ inFlight }) => inFlight))]
  return `# One call, compared

${describeRun('npm run bench', plan)}
The load average was ${load.toFixed(2)} when it began${load < QUIET ? '.' : `, not below ${QUIET}: **something else was at work, and the figures are not to be told to others.**`}

![Calls per second of each client at 1, 8 and 64 in flight](benchmark.svg)

The call is \`POST /v3/gov/subsidy/zhejiang/qualifications/alter\`: three fields encrypted, the request signed, the response
read and its signature verified. Clients and server share the cores, so the figures are for comparison with each other
only. The server costs every client the same: while time is taken, it repeats a response of the sandbox's, under signatures
that were made before.

No client is measured before it has shown that it does the work: the sandbox verifies its signature and decrypts its
fields, and it rejects a response with a wrong signature. After each measurement this is asked again, the last two requests
are checked, and no signature may have come twice. A call that fails, or that took more than one request, ends the run. The
clients are in [\`benchmarks/clients\`](../../benchmarks/clients), the peers called as their documentation says.

“Best peer” is the faster of the two peers at as many calls in flight; “floor” is the same work in bare WebCrypto and
undici, without a client. “Cold” is the rate while a fresh process warms up. CPU is the time of all threads of the process;
memory is its peak.
${loads.map((inFlight) => writeLoad(results, inFlight)).join('')}
## To reach

Ratios of the medians above, with the least and the most that the extremes allow; “within the spread” says that these do not
agree on the verdict.${plan.rounds < 3 ? ' **So few rounds only give an indication.**' : ''}

${writeTargets(results, firstSignature)}

${writeCpuTargets(cpu.times)}

CPU time of one call in microseconds, of all threads, ${cpu.description}.

The first signature is the time from the start of a process to a signed request (the key imported from PEM), in ${firstSignature.times} starts
each, bundled: ${formatSpread(firstSignature.kit)} ms with \`@wechatpay-kit/crypto\`, ${formatSpread(firstSignature.bare)} ms in bare WebCrypto. Other versions and runtimes
are in [cold starts](cold-start.md). Where the rest of a call's time goes,
\`npm run bench -- --profile\` prints.
`
}

/** @param {Results} results @param {string} client @param {number} inFlight */
function find(results, client, inFlight) {
  for (const [cell, spreads] of results) if (cell.client.name === client && cell.inFlight === inFlight) return spreads
  throw new Error(`${client} was not measured with ${inFlight} in flight.`)
}

/** @param {Results} results @param {number} inFlight */
function writeLoad(results, inFlight) {
  const rateOf = (/** @type {string} */ client) => find(results, client, inFlight).callsPerSecond.median
  const best = Math.max(...contestants.filter(({ kind }) => kind === 'peer').map(({ name }) => rateOf(name)))
  const rows = contestants.map(({ name, title }) => {
    const spreads = find(results, name, inFlight)
    return [
      title,
      formatSpread(spreads.callsPerSecond),
      formatSpread(spreads.callsPerSecondBefore),
      (rateOf(name) / best).toFixed(2),
      (rateOf(name) / rateOf('floor')).toFixed(2),
      formatSpread(spreads.latencyP50),
      formatSpread(spreads.latencyP99),
      formatSpread(spreads.eventLoopDelayP99),
      formatSpread(spreads.peakMemory),
      formatSpread(spreads.cpuPerCall),
    ]
  })
  const header = [
    'client',
    'calls/s',
    'cold, calls/s',
    '÷ best peer',
    '÷ floor',
    'latency p50, ms',
    'latency p99, ms',
    'event-loop delay p99, ms',
    'peak memory, MiB',
    'CPU per call, ms',
  ]
  return `\n## ${inFlight} in flight\n\n${formatTable(header, rows)}\n`
}

/** @param {Results} results @param {import('./first-signature.mjs').FirstSignature} firstSignature */
function writeTargets(results, { kit, bare }) {
  const judged = judgeTargets((client, inFlight) => find(results, client, inFlight))
  const rows = judged.map(({ client, against, figure, inFlight, atLeast, atMost, ratio, verdict }) => [
    titleOf(client),
    titleOf(against),
    FIGURES[figure],
    String(inFlight),
    atLeast === undefined ? `at most ${formatNumber(atMost ?? 0)}` : `at least ${formatNumber(atLeast)}`,
    formatRatio(ratio),
    verdict,
  ])
  const ratio = ratioOf(kit, bare)
  const goal = `at most ${FIRST_SIGNATURE.atMost}`
  const verdict = judge(ratio, FIRST_SIGNATURE)
  rows.push(['`@wechatpay-kit/crypto`', 'bare WebCrypto', 'first signature', '–', goal, formatRatio(ratio), verdict])
  return formatTable(['client', 'against', 'figure', 'in flight', 'to reach', 'ratio', 'verdict'], rows)
}

/** @param {readonly import('./cpu.mjs').CpuTime[]} times */
function writeCpuTargets(times) {
  const targets = /** @type {[keyof typeof CPU_TARGETS, number][]} */ (Object.entries(CPU_TARGETS))
  const rows = targets.flatMap(([kit, atMost]) =>
    times.map((time) => {
      const difference = differenceOf(time, kit)
      const verdict = difference <= atMost ? 'reached' : 'not reached'
      return [`${kit} − bare`, String(time.inFlight), `at most ${atMost}`, formatNumber(difference), verdict]
    }),
  )
  return formatTable(['CPU per call, µs', 'in flight', 'to reach', 'found', 'verdict'], rows)
}
