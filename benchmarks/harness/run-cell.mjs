import { isDeepStrictEqual } from 'node:util'
import { describeRequest } from '../requests.mjs'
import { startProcess } from './process.mjs'

/**
 * One measurement.
 *
 * @typedef {object} Cell
 * @property {import('../clients/index.mjs').Contestant} client
 * @property {number} inFlight
 * @property {number} [rows] of the request; without them the small one
 * @property {number} [besideRows] of the request that is made beside it
 */

export const startServer = (/** @type {AbortSignal | undefined} */ signal = undefined) =>
  startProcess('The server', new URL('server.mjs', import.meta.url), signal)

/**
 * Measures one client in a fresh process, after it has shown that it does the work.
 *
 * @param {import('./process.mjs').Process} server
 * @param {Cell} cell
 * @param {{ warmup: number, window: number }} times in milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('./load.mjs').Figures>}
 */
export async function runCell(server, cell, times, signal) {
  return openCell(server, cell, signal, async ({ ask, judge, isRejected, requests }) => {
    await server.ask('repeat', describeLoad(cell, times))
    const load = { inFlight: cell.inFlight, ...times }
    const { figures, made } = await ask('measure', load, times.warmup + times.window + 30_000)
    for (const [index, request] of requests.entries()) {
      const { title, kind } = cell.client
      const { requests: count, signatures } = await server.ask('count', request.path)
      if (count !== made[index]) throw new Error(`${title}: ${made[index]} calls made ${count} requests`)
      if (kind === 'plain') continue
      if (signatures !== count) throw new Error(`${title}: ${count} requests had ${signatures} signatures`)
      await judge(request)
      await server.ask('forge')
      if (!(await isRejected(index))) throw new Error(`${title}: took a response with a wrong signature, later`)
    }
    return figures
  })
}

/** More calls than any client that verifies makes in a measurement, 6,000 a second, so that the server signs nothing meanwhile. @param {Cell} cell @param {{ warmup: number, window: number }} times */
const describeLoad = ({ client }, { warmup, window }) => ({
  calls: Math.ceil(6 * (warmup + window)),
  verifies: client.kind !== 'plain',
})

/**
 * Profiles the main thread of one client in a fresh process, after it has shown that it does the work.
 *
 * @param {import('./process.mjs').Process} server
 * @param {Cell} cell
 * @param {{ warmup: number, window: number }} times in milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('./profile.mjs').Times>}
 */
export async function profileCell(server, cell, times, signal) {
  return openCell(server, cell, signal, async ({ ask }) => {
    await server.ask('repeat', describeLoad(cell, times))
    return ask('profile', { inFlight: cell.inFlight, ...times }, times.warmup + times.window + 30_000)
  })
}

/**
 * Lets a client show that it does the work: a response with a wrong signature is rejected, and the sandbox lets it in and
 * reads what was meant. A plain one must be refused.
 *
 * @param {import('./process.mjs').Process} server
 * @param {Cell} cell
 * @param {AbortSignal} [signal]
 */
export const proveCell = (server, cell, signal) => openCell(server, cell, signal, async () => {})

/**
 * @template Result
 * @param {import('./process.mjs').Process} server
 * @param {Cell} cell
 * @param {AbortSignal | undefined} signal
 * @param {(cell: {
 *   ask: import('./process.mjs').Process['ask'],
 *   judge: (request: import('../requests.mjs').Request) => Promise<void>,
 *   isRejected: (index: number) => Promise<boolean>,
 *   requests: import('../requests.mjs').Request[],
 * }) => Promise<Result>} use
 */
async function openCell(server, { client, rows, besideRows }, signal, use) {
  const allRows = besideRows === undefined ? [rows] : [rows, besideRows]
  const requests = allRows.map(describeRequest)
  const { ask, stop } = startProcess(client.title, new URL('cell.mjs', import.meta.url), signal)
  const judge = async (/** @type {import('../requests.mjs').Request} */ request) =>
    checkSamples(client.title, request, await server.ask('judge', request.path))
  const isRejected = (/** @type {number} */ index) =>
    ask('call', index).then(
      () => false,
      () => true,
    )
  try {
    const account = await server.ask('admit')
    await ask('open', { client: client.name, account, requests: allRows.map((one) => one ?? null) })
    for (const [index, request] of requests.entries()) {
      if (client.kind === 'plain') {
        if (!(await isRejected(index))) throw new Error(`${client.title}: was let in without a signature`)
        continue
      }
      await server.ask('forge')
      if (!(await isRejected(index))) throw new Error(`${client.title}: took a response with a wrong signature`)
      await ask('call', index)
      await judge(request)
    }
    return await use({ ask, judge, isRejected, requests })
  } finally {
    stop()
  }
}

/** @param {string} title @param {import('../requests.mjs').Request} request @param {{ sent: any, read: any }[]} samples */
function checkSamples(title, { create, sensitive }, samples) {
  const ciphertexts = samples.flatMap(({ sent }) => sensitive(sent))
  const isRead = samples.every(({ read }) => isDeepStrictEqual(read, create(read.req_ssn)))
  if (!isRead) throw new Error(`${title}: the sandbox read other values than were meant`)
  if (new Set(ciphertexts).size < ciphertexts.length) throw new Error(`${title}: sent a ciphertext twice`)
  if (new Set(samples.map(({ read }) => read.req_ssn)).size < samples.length) {
    throw new Error(`${title}: sent a request twice`)
  }
}
