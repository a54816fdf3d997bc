// Many alter calls against a sandbox that misbehaves: nothing may be lost, and nothing doubled.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { readClientOptions } from './account.mjs'
import { measureHeap } from './heap.mjs'

/** Calls, and prints what became of them; says whether all is well. @returns {Promise<boolean>} */
export async function soakAlter(calls = 20_000, inFlight = 32, share = 0.1) {
  const settledAfter = Math.min(1000, calls / 2)
  let unhandled = 0
  process.on('unhandledRejection', () => unhandled++)
  const server = fork(new URL('alter-server.mjs', import.meta.url), [String(share)])
  const [{ url, account }] = await once(server, 'message')
  let attempts = 0
  const wxpay = createClient({
    ...(await readClientOptions(account)),
    baseUrls: [url],
    retry: { baseDelay: 20, attemptTimeout: 5_000 },
    onEvent: ({ type }) => {
      if (type === 'attempt') attempts++
    },
  })

  /** Result of each call: 'response', or the name of its error and what is known of the outcome. */
  const outcomes = new Array(calls)
  let next = 0
  let heapAfterFirst = 0
  const start = performance.now()
  async function work() {
    while (next < calls) {
      const index = next++
      if (index === settledAfter) heapAfterFirst = measureHeap()
      const number = `SOAK${index}`
      const json = { cate_code: 'A01', cert_no: number, name: '张三', tel: '13800138000', req_ssn: number }
      try {
        await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
        outcomes[index] = 'response'
      } catch (error) {
        if (!isWechatPayError(error)) throw error
        outcomes[index] = error.name === 'TransportError' ? `${error.code} ${error.outcome}` : error.code
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  const seconds = (performance.now() - start) / 1000
  const heapAtEnd = measureHeap()
  server.send('report')
  const [executed] = await once(server, 'message')
  server.kill()

  const executions = new Map(executed)
  const count = (/** @type {(index: number) => boolean} */ is) => outcomes.filter((_, index) => is(index)).length
  const timesOf = (/** @type {number} */ index) => executions.get(`SOAK${index}`) ?? 0
  const lost = count((index) => outcomes[index] === 'response' && timesOf(index) !== 1)
  const doubled = count((index) => timesOf(index) > 1)
  const unfinished = count((index) => outcomes[index] === undefined)
  const growth = heapAtEnd / heapAfterFirst - 1
  const kinds = new Map()
  for (const outcome of outcomes) kinds.set(outcome, (kinds.get(outcome) ?? 0) + 1)

  console.log(
    `${calls} calls, ${inFlight} in flight, ${100 * share} % of requests faulty: ${attempts} attempts in ${seconds.toFixed(1)} s`,
  )
  for (const [outcome, number] of [...kinds].sort()) console.log(`  ${outcome}: ${number}`)
  console.log(`responded but not executed exactly once: ${lost}`)
  console.log(`executed more than once: ${doubled}`)
  console.log(`without an outcome: ${unfinished}`)
  console.log(`unhandled rejections: ${unhandled}`)
  console.log(
    `heap at the end against the heap after ${settledAfter} calls: ${growth < 0 ? '' : '+'}${(100 * growth).toFixed(1)} %`,
  )
  // Small runs are dominated by what is loaded and compiled along the way.
  const isHeapSteady = calls < 5000 || growth < 0.1
  return !(lost || doubled || unfinished || unhandled) && isHeapSteady
}
