import { judge, ratioOf } from '../harness/statistics.mjs'

/** @typedef {import('../harness/run.mjs').Spreads} Spreads */

/**
 * A ratio of medians that is to be reached.
 *
 * @typedef {object} Target
 * @property {string} client
 * @property {string} against
 * @property {'callsPerSecond' | 'eventLoopDelayP99'} figure
 * @property {number} inFlight
 * @property {number} [atLeast]
 * @property {number} [atMost]
 */

/** @type {readonly Target[]} */
const targets = [
  { client: 'kit-node', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 1, atLeast: 1.2 },
  { client: 'kit-node', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 8, atLeast: 1.6 },
  { client: 'kit-node', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 64, atLeast: 2.1 },
  { client: 'kit-fetch', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 64, atLeast: 1.1 },
  { client: 'kit-node', against: 'axios-plugin', figure: 'eventLoopDelayP99', inFlight: 64, atMost: 0.25 },
]

/** CPU time of a call in microseconds, beyond that of the same steps without the kit, which is to be reached. */
export const CPU_TARGETS = { 'kit on WebCrypto': 100, 'kit on crypto/node': 70 }

/** The time to the first signature in a bundle, as a ratio to bare WebCrypto, which is to be reached. */
export const FIRST_SIGNATURE = { atMost: 1.1 }

/** Load average below which a machine is quiet enough for figures that are told to others. */
export const QUIET = 0.5

/** Judges the targets. @param {(client: string, inFlight: number) => Spreads} resultOf */
export function judgeTargets(resultOf) {
  return targets.map((target) => {
    const { client, against, figure, inFlight } = target
    const ratio = ratioOf(resultOf(client, inFlight)[figure], resultOf(against, inFlight)[figure])
    return { ...target, ratio, verdict: judge(ratio, target) }
  })
}
