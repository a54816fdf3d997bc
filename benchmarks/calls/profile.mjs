import { contestants } from '../clients/index.mjs'
import { formatRatio, formatSpread, formatTable } from '../harness/markdown.mjs'
import { describeRun } from '../harness/run.mjs'
import { profileCell, startServer } from '../harness/run-cell.mjs'
import { ratioOf, spreadOf } from '../harness/statistics.mjs'

/** @typedef {import('../harness/profile.mjs').Times} Times */

const LOADS = [1, 8, 64]
const PLANS = {
  full: { rounds: 3, warmup: 2000, window: 3000, deadline: 300_000 },
  quick: { rounds: 1, warmup: 300, window: 600, deadline: 120_000 },
}

/** Prints by whose code the main thread is busy during a call over undici, beside the floor's. @param {boolean} isQuick */
export async function printProfile(isQuick) {
  const plan = isQuick ? PLANS.quick : PLANS.full
  const [kit, floor] = ['kit-undici', 'floor'].map((name) => contestants.find((client) => client.name === name))
  if (!kit || !floor) throw new Error('There is no such client.')
  const signal = AbortSignal.timeout(plan.deadline)
  const server = startServer(signal)
  const times = new Map(
    LOADS.map((inFlight) => [inFlight, { kit: /** @type {Times[]} */ ([]), floor: /** @type {Times[]} */ ([]) }]),
  )
  try {
    for (let round = 0; round < plan.rounds; round++) {
      for (const [inFlight, found] of times) {
        const turns = [() => measure(kit, found.kit, inFlight), () => measure(floor, found.floor, inFlight)]
        for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn()
      }
    }
  } finally {
    server.stop()
  }
  console.log(`${describeRun('npm run bench -- --profile', plan)}

Samples of the main thread by whose code it was in; sampling slows both down, and a group also has the time in which another
thread had the core. RSA is the work of other threads. “Without own code” is the rate if the kit and valibot took no time.`)
  for (const [inFlight, found] of times) console.log(writeLoad(inFlight, found.kit, found.floor))

  /** @param {import('../clients/index.mjs').Contestant} client @param {Times[]} found @param {number} inFlight */
  async function measure(client, found, inFlight) {
    found.push(await profileCell(server, { client, inFlight }, plan, signal))
  }
}

const sum = (/** @type {Times} */ times) => Object.values(times).reduce((total, time) => total + time, 0)

/** The time without the kit's packages and valibot. @param {Times} times */
const sumOthers = (times) =>
  sum(Object.fromEntries(Object.entries(times).filter(([group]) => !/^(kit: |valibot$)/.test(group))))

/** @param {number} inFlight @param {readonly Times[]} kit @param {readonly Times[]} floor */
function writeLoad(inFlight, kit, floor) {
  const write = (/** @type {string} */ name, /** @type {(times: Times) => number} */ read) => {
    const [one, other] = [spreadOf(kit.map(read)).median, spreadOf(floor.map(read)).median]
    return [name, one.toFixed(0), other.toFixed(0), (one - other).toFixed(0)]
  }
  const rateOf = (/** @type {readonly Times[]} */ all, /** @type {(times: Times) => number} */ read) =>
    spreadOf(all.map((times) => 1e6 / read(times)))
  const [rate, bare, bound] = [rateOf(kit, sum), rateOf(floor, sum), rateOf(kit, sumOthers)]
  const groups = new Set([...kit, ...floor].flatMap((times) => Object.keys(times)))
  const rows = [...groups].sort().map((group) => write(group, (times) => times[group] ?? 0))
  return `
${inFlight} in flight

${formatTable(['time in', 'kit, µs per call', 'floor, µs', 'difference, µs'], [...rows, write('all', sum)])}

Calls per second while sampled: kit ${formatSpread(rate)}, floor ${formatSpread(bare)}, without own code ${formatSpread(bound)}.
${formatRatio(ratioOf(rate, bare))} of the floor; without own code ${formatRatio(ratioOf(bound, bare))}.`
}
