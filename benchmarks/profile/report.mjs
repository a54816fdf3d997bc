import { describeOrigin } from '../harness/machine.mjs'
import { formatRatio, formatSpread, formatTable } from '../harness/markdown.mjs'
import { ratioOf, spreadOf } from '../harness/statistics.mjs'

/** @typedef {{ client: import('../clients/index.mjs').Contestant, inFlight: number, times: import('../harness/profile.mjs').Times }} Result */

/** @param {readonly Result[]} results @param {import('../harness/run.mjs').Plan} plan */
export function writeReport(results, { rounds, warmup, window }) {
  const loads = [...new Set(results.map(({ inFlight }) => inFlight))]
  return `# Where a call's time goes

${describeOrigin('npm run bench:profile')}
Each measurement is a fresh process, warmed up for ${warmup} ms and sampled for ${window} ms; the tables have the medians of
${rounds} rounds.

Why [the comparison](benchmark.md) does not find the kit at the floor: samples of the main thread with the undici transport,
by whose code it was in, in microseconds per call. Sampling slows both down.

Encryption, signatures and verification are the work of other threads and not in the tables; to hand them over is, with the
random numbers. Samples are taken by the clock, so that a group also has the time in which another thread had the core. What
Node.js does more than for the floor is to a great part the \`Response\`: a call promises one, and it has a stream of its own.
“Without own code” is the rate if the kit's packages and valibot took no time at all: the most that any change to them could
reach, unless it makes the rest cheaper too.
${loads.map((inFlight) => writeLoad(results, inFlight)).join('')}`
}

/** @param {readonly Result[]} results @param {number} inFlight */
function writeLoad(results, inFlight) {
  const of = (/** @type {string} */ kind) =>
    results.filter((result) => result.inFlight === inFlight && result.client.kind === kind).map(({ times }) => times)
  const [kit, floor] = [of('kit'), of('floor')]
  const groups = [...new Set([...kit, ...floor].flatMap((times) => Object.keys(times)))]
    .sort()
    .filter((group) => group !== 'idle')
  const median = (/** @type {Result['times'][]} */ all, /** @type {(times: Result['times']) => number} */ read) =>
    spreadOf(all.map(read)).median
  const sum = (/** @type {Result['times']} */ times) => Object.values(times).reduce((total, time) => total + time, 0)
  const own = (/** @type {Result['times']} */ times) =>
    groups.filter(isOwn).reduce((total, group) => total + (times[group] ?? 0), 0)
  const write = (/** @type {string} */ name, /** @type {(times: Result['times']) => number} */ read) => {
    const [one, other] = [median(kit, read), median(floor, read)]
    return [name, one.toFixed(0), other.toFixed(0), (one - other).toFixed(0)]
  }
  const spread = (/** @type {Result['times'][]} */ all, /** @type {(times: Result['times']) => number} */ read) =>
    spreadOf(all.map((times) => 1e6 / read(times)))
  const [rate, bare, bound] = [spread(kit, sum), spread(floor, sum), spread(kit, (times) => sum(times) - own(times))]
  return `
## ${inFlight} in flight

${formatTable(
  ['time in', 'kit, µs', 'floor, µs', 'difference, µs'],
  [...groups, 'idle'].map((group) => write(group, (times) => times[group] ?? 0)).concat([write('all', sum)]),
)}

Calls per second while sampled: kit ${formatSpread(rate)}, floor ${formatSpread(bare)}, without own code ${formatSpread(bound)}.
${formatRatio(ratioOf(rate, bare))} of the floor; without own code ${formatRatio(ratioOf(bound, bare))}.
`
}

const isOwn = (/** @type {string} */ group) => group.startsWith('kit: ') || group === 'valibot'
