import { contestants } from '../clients/index.mjs'
import { describeOrigin } from '../harness/machine.mjs'
import { formatSpread, formatTable } from '../harness/markdown.mjs'
import { startProcess } from '../harness/process.mjs'
import { spreadOf } from '../harness/statistics.mjs'

/** Calls in flight, in steps: as many as a client makes and holds within the ten seconds of an attempt. */
const STEPS = [100, 500, 1000, 2000]
const CLIENTS = ['kit-undici', 'floor', 'plain-undici', 'kit-fetch', 'plain-fetch', 'axios-plugin']

/** Prints what a call holds while it waits for its response. @param {boolean} isQuick */
export async function printMemory(isQuick) {
  const steps = isQuick ? STEPS.slice(0, 2) : STEPS
  const server = startProcess('The server', new URL('../harness/silent-server.mjs', import.meta.url))
  try {
    const account = await server.ask('admit')
    const rows = []
    for (const name of CLIENTS) {
      /** @type {number[][]} */
      const rounds = []
      for (let round = 0; round < (isQuick ? 1 : 3); round++) rounds.push(await measure(name, account, steps))
      const cells = steps.slice(1).map((_, index) => formatSpread(spreadOf(rounds.map((round) => round[index] ?? NaN))))
      rows.push([contestants.find((one) => one.name === name)?.title ?? name, ...cells])
    }
    const header = ['client', ...steps.slice(1).map((step, index) => `${steps[index]} to ${step} in flight, KiB`)]
    console.log(`${describeOrigin('npm run bench -- --memory')}
Heap and what JavaScript holds outside, after a garbage collection, for each further call that waits for its response;
each figure from fresh processes. The
kit's undici transport, the floor and the plain POST over undici have 100 connections, and the calls beyond wait for one;
fetch and axios open one for each call.

${formatTable(header, rows)}`)
  } finally {
    server.stop()
  }
}

/** KiB for each call between one step and the next. @param {string} client @param {unknown} account @param {readonly number[]} steps */
async function measure(client, account, steps) {
  /** @type {number[]} */
  const bytes = []
  for (const step of steps) bytes.push(await hold(client, account, step))
  return steps.slice(1).map((step, index) => {
    const [from = 0, to = 0] = bytes.slice(index)
    return (to - from) / (step - (steps[index] ?? 0)) / 1024
  })
}

/** Bytes that a fresh process holds with so many calls. @param {string} client @param {unknown} account @param {number} calls */
async function hold(client, account, calls) {
  const { ask, stop } = startProcess(client, new URL('../harness/hold-calls.mjs', import.meta.url))
  try {
    await ask('open', { client, account })
    return await ask('hold', calls)
  } finally {
    stop()
  }
}
