import { Session } from 'node:inspector/promises'

/** @typedef {{ [group: string]: number }} Times microseconds per call, by group of code */
/** @typedef {import('node:inspector').Profiler.Profile} Profile */

/** Microseconds between two samples: often enough for short functions, and cheap. */
const INTERVAL = 500

/** Samples this thread while something is done. @param {() => Promise<unknown>} work @returns {Promise<Profile>} */
export async function recordProfile(work) {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL })
  await session.post('Profiler.start')
  try {
    await work()
    return (await session.post('Profiler.stop')).profile
  } finally {
    session.disconnect()
  }
}

/** The time of a profile by whose code it was spent in. @param {Profile} profile @param {number} calls */
export function groupTimes({ nodes, samples = [], timeDeltas = [] }, calls) {
  const groups = new Map(nodes.map(({ id, callFrame }) => [id, groupOf(callFrame)]))
  /** @type {Times} */
  const times = {}
  for (const [index, id] of samples.entries()) {
    const group = String(groups.get(id))
    times[group] = (times[group] ?? 0) + (timeDeltas[index] ?? 0) / calls
  }
  return times
}

/** @param {import('node:inspector').Runtime.CallFrame} frame */
function groupOf({ functionName, url }) {
  if (functionName === '(idle)') return 'idle'
  if (functionName === '(garbage collector)') return 'garbage collection'
  if (functionName === 'run' && !url) return 'native: WebCrypto'
  if (url === '') return 'native: sockets and the rest'
  if (url.startsWith('node:')) return 'Node.js’s JavaScript'
  if (/\/benchmarks\/clients\/floor\.mjs$/.test(url)) return 'the floor’s thirty lines'
  const [, own] = /\/packages\/([^/]+)\/dist\//.exec(url) ?? []
  if (own) return `kit: ${own}`
  const [, dependency] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? []
  return url.startsWith('wasm:') ? 'undici' : (dependency ?? 'the benchmark')
}
