import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { percentile } from './statistics.mjs'

/** @typedef {{ inFlight: number, warmup: number, window: number }} Load warm-up and window in milliseconds */
/** @typedef {{ time: number, cpu: NodeJS.CpuUsage, count: number }} Mark */
/** @typedef {Awaited<ReturnType<typeof measureLoad>>} Figures */

/** Peak memory in KiB. On Linux `maxRSS` can be the peak of the process that started this one. */
function readPeakMemory() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}

/**
 * Makes calls, so many at a time, until the window is over. A call that fails ends everything.
 *
 * @param {() => Promise<void>} call
 * @param {Load} load
 * @param {() => Promise<void>} [beside] made one at a time all the while
 */
export async function measureLoad(call, { inFlight, warmup, window }, beside) {
  const start = performance.now()
  const delays = monitorEventLoopDelay({ resolution: 1 })
  /** @type {number[]} */
  const latencies = []
  /** @type {Mark | undefined} */
  let from
  /** @type {Mark | undefined} */
  let to
  const mark = (/** @type {number} */ time) => ({ time, cpu: process.cpuUsage(), count: latencies.length })
  // The window begins and ends with the end of a call, so that no call is cut; the first calls open connections and are
  // not in it, and it is long enough for two calls of each place in flight.
  const note = (/** @type {number} */ time) => {
    if (!from && time >= start + warmup && latencies.length >= inFlight) {
      from = mark(time)
      delays.enable()
    } else if (from && !to && time >= from.time + window && latencies.length >= from.count + 2 * inFlight) {
      to = mark(time)
      delays.disable()
    }
  }
  const work = async () => {
    while (!to) {
      const begin = performance.now()
      await call()
      const end = performance.now()
      latencies.push(end - begin)
      note(end)
    }
  }
  /** @type {number[]} */
  const besides = []
  const workBeside = async () => {
    while (beside && !to) {
      const begin = performance.now()
      await beside()
      besides.push(performance.now() - begin)
    }
  }
  await Promise.all([workBeside(), ...Array.from({ length: inFlight }, work)])
  if (!from || !to) throw new Error('No call ended within the window.')
  const measured = latencies.slice(from.count, to.count)
  const cpu = to.cpu.user + to.cpu.system - from.cpu.user - from.cpu.system
  return {
    callsPerSecond: (1000 * measured.length) / (to.time - from.time),
    callsPerSecondBefore: (1000 * from.count) / (from.time - start),
    latencyP50: percentile(measured, 50),
    latencyP99: percentile(measured, 99),
    eventLoopDelayP99: delays.percentile(99) / 1e6,
    peakMemory: readPeakMemory() / 1024,
    cpuPerCall: cpu / 1000 / measured.length,
    besideP50: percentile(besides, 50),
  }
}
