import { describeOrigin } from '../harness/machine.mjs'
import { formatNumber, formatSpread, formatTable } from '../harness/markdown.mjs'
import { judge, shuffle, spreadOf } from '../harness/statistics.mjs'

/** @typedef {{ method: string, path: string }} Operation */
/** @typedef {[method: string, path: string, params: Record<string, string> | undefined]} Call */
/** @typedef {{ size: number, variables: number, kind: 'hit' | 'filled in' | 'miss', find: (...call: Call) => unknown, calls: Call[], times: number[] }} Case */

const SIZES = [14, 100, 1000]
/** Microseconds to find one of the most operations. */
const TARGET = { atMost: 5 }
const PLANS = { full: { rounds: 9, finds: 20_000 }, quick: { rounds: 3, finds: 5_000 } }

// The package does not export its router. By a URL, the type check needs no build.
const router = new URL('../../packages/client/dist/call/prepare/router.js', import.meta.url)

/** Prints the CPU time to find an operation: written with its variables, or filled in; and to find that there is none. @param {boolean} isQuick */
export async function printRouting(isQuick) {
  const { rounds, finds } = isQuick ? PLANS.quick : PLANS.full
  /** @type {{ createRouter(operations: readonly Operation[]): { find(...call: Call): { operation?: Operation } | undefined } }} */
  const { createRouter } = await import(router.href)
  /** @type {Case[]} */
  const cases = SIZES.flatMap((size) =>
    [0, 1, 2].flatMap((variables) => {
      const operations = Array.from({ length: size }, (_, index) => describeOperation(index, variables))
      const { find } = createRouter(operations)
      return listCalls(operations, variables).map(({ kind, calls }) => {
        for (const [index, call] of calls.entries()) {
          const expected = kind === 'miss' ? undefined : operations[index]
          if (find(...call)?.operation !== expected)
            throw new Error(`The router finds another operation for ${call[1]}.`)
        }
        return { size, variables, kind, find, calls: shuffle(calls), times: [] }
      })
    }),
  )
  // The first round compiles.
  for (let round = 0; round <= rounds; round++) {
    for (const one of shuffle(cases)) {
      const time = measure(one, finds)
      if (round > 0) one.times.push(time)
    }
  }
  const slowest = cases
    .filter(({ size, kind }) => size === Math.max(...SIZES) && kind !== 'miss')
    .map(({ times }) => spreadOf(times))
    .reduce((one, other) => (one.median > other.median ? one : other))
  const rows = cases.map(({ size, variables, kind, times }) => [
    size.toLocaleString('en'),
    String(variables),
    kind,
    formatSpread(spreadOf(times)),
  ])
  const verdict = judge(slowest, TARGET)
  console.log(`${describeOrigin('npm run bench -- --routing')}
CPU time of a find, median (lowest–highest) of ${rounds} rounds of ${finds} finds.

${formatTable(['operations', 'variables', 'find', 'µs'], rows)}

Slowest of ${Math.max(...SIZES).toLocaleString('en')}: ${formatSpread(slowest)} µs; at most ${formatNumber(TARGET.atMost)} µs: ${verdict}.`)
  if (!verdict.startsWith('reached')) process.exitCode = 1
}

/** Microseconds of CPU for each find. @param {Case} one @param {number} finds */
function measure({ find, calls }, finds) {
  const before = process.cpuUsage()
  for (let index = 0; index < finds; index++) find(.../** @type {Call} */ (calls[index % calls.length]))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / finds
}

/** An operation among many that begin alike; what tells it apart comes after its variables. @param {number} index @param {number} variables @returns {Operation} */
function describeOperation(index, variables) {
  const area = ['pay', 'fund-app', 'merchant-service', 'marketing', 'apply4sub', 'profitsharing'][index % 6]
  const path = ['', '/{order_id}', '/{order_id}/items/{item_id}'][variables]
  return { method: index % 2 === 0 ? 'POST' : 'GET', path: `v3/${area}/transactions${path}/thing${index}` }
}

/** The calls of all operations in each way of writing them, and as many that are near and miss. @param {readonly Operation[]} operations @param {number} variables @returns {{ kind: Case['kind'], calls: Call[] }[]} */
function listCalls(operations, variables) {
  const params = { order_id: '1217752501201407033233368018', item_id: '70001' }
  const given = [undefined, { order_id: params.order_id }, params][variables]
  const fill = (/** @type {string} */ path) =>
    path.replace('{order_id}', params.order_id).replace('{item_id}', params.item_id)
  /** @param {Case['kind']} kind @param {(path: string) => string} write @param {Call[2]} params */
  const list = (kind, write, params) => {
    return { kind, calls: operations.map(({ method, path }) => /** @type {Call} */ ([method, write(path), params])) }
  }
  return [
    list('hit', (path) => path, given),
    ...(variables > 0 ? [list('filled in', fill, undefined)] : []),
    list('miss', (path) => `${fill(path)}-unknown`, undefined),
  ]
}
