import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describeOrigin } from '../harness/machine.mjs'
import { formatTable } from '../harness/markdown.mjs'

/** Calls per second at which signatures come. */
const RATES = [10, 100, 600, 2_000]
/** Seconds for which they come: longer than one is remembered. */
const SECONDS = 400
/** The first of them, since 1970. */
const START = 1_767_240_000

// The package does not export its memory. By a URL, the type check needs no build.
const memory = new URL('../../packages/client/dist/call/attempt/accepted-signatures.js', import.meta.url)

/** Prints what a client's memory of accepted signatures holds, and what one of them costs. */
export async function printSignatures() {
  /** @type {{ createAcceptedSignatures(): { accept(headers: Record<string, string>, now: number): boolean } }} */
  const { createAcceptedSignatures } = await import(memory.href)
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc')
  const measureHeap = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  /** @param {number} rate */
  const measure = (rate) => {
    const before = measureHeap()
    const accepted = createAcceptedSignatures()
    let cpu = 0
    for (let second = 0; second < SECONDS; second++) {
      const headers = Array.from({ length: rate }, () => ({
        'wechatpay-timestamp': String(START + second),
        'wechatpay-signature': randomBytes(256).toString('base64'),
      }))
      const start = process.cpuUsage()
      for (const one of headers) {
        if (!accepted.accept(one, (START + second) * 1000)) throw new Error('A signature was taken for another.')
      }
      const { user, system } = process.cpuUsage(start)
      cpu += user + system
    }
    const bytes = measureHeap() - before
    // Used after the measurement, so that it is not collected before.
    accepted.accept({ 'wechatpay-timestamp': String(START) }, START * 1000)
    return [rate.toLocaleString('en'), (bytes / 2 ** 20).toFixed(1), (cpu / (rate * SECONDS)).toFixed(2)]
  }
  console.log(`${describeOrigin('npm run bench -- --signatures')}
Heap that a client's memory of accepted signatures holds after ${SECONDS} seconds of calls, and CPU time for each.

${formatTable(['calls per second', 'MiB', 'µs per call'], RATES.map(measure))}`)
}
