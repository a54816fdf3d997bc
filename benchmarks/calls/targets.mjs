import { judge, ratioOf } from '../harness/statistics.mjs'

/** @typedef {import('../harness/run.mjs').Spreads} Spreads */

/**
 * A ratio of medians that is to be reached.
 *
 * @typedef {object} Target
 * @property {string} client
 * @property {string} against
 * @property {'callsPerSecond' | 'eventLoopDelayP99' | 'peakMemory'} figure
 * @property {number} inFlight
 * @property {number} [atLeast]
 * @property {number} [atMost]
 */

/** @type {readonly Target[]} */
const targets = [
  { client: 'kit-undici', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 1, atLeast: 1.05 },
  { client: 'kit-undici', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 8, atLeast: 1.9 },
  { client: 'kit-undici', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 64, atLeast: 2.4 },
  { client: 'kit-undici', against: 'axios-plugin', figure: 'eventLoopDelayP99', inFlight: 64, atMost: 0.2 },
  { client: 'kit-undici', against: 'axios-plugin', figure: 'peakMemory', inFlight: 64, atMost: 1 },
  { client: 'kit-fetch', against: 'axios-plugin', figure: 'callsPerSecond', inFlight: 64, atLeast: 1 },
  { client: 'kit-fetch', against: 'axios-plugin', figure: 'eventLoopDelayP99', inFlight: 64, atMost: 0.35 },
  { client: 'kit-undici', against: 'floor', figure: 'callsPerSecond', inFlight: 8, atLeast: 0.92 },
  { client: 'kit-undici', against: 'floor', figure: 'callsPerSecond', inFlight: 64, atLeast: 0.92 },
]

/** Judges the targets. @param {(client: string, inFlight: number) => Spreads} resultOf */
export function judgeTargets(resultOf) {
  return targets.map((target) => {
    const { client, against, figure, inFlight } = target
    const ratio = ratioOf(resultOf(client, inFlight)[figure], resultOf(against, inFlight)[figure])
    return { ...target, ratio, verdict: judge(ratio, target) }
  })
}
