import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeOrigin } from '../harness/machine.mjs'
import { formatSpread, formatTable } from '../harness/markdown.mjs'
import { spreadOf } from '../harness/statistics.mjs'

const PLANS = { full: { merchants: 1000, rounds: 3 }, quick: { merchants: 100, rounds: 1 } }
const LISTS = {
  none: 'none: untyped calls, and `wxpay.call(operation)`',
  zhejiang: 'the fourteen of the Zhejiang subsidy',
  pay: '`areas/pay`',
  all: '`areas/all`',
}
const REPORT = new URL('../../docs/evidence/merchants.md', import.meta.url)
const program = fileURLToPath(new URL('create-merchants.mjs', import.meta.url))

/** Prints the memory of a merchant that makes no call; writes merchants.md unless it is quick. @param {boolean} isQuick */
export async function printMerchants(isQuick) {
  const { merchants, rounds } = isQuick ? PLANS.quick : PLANS.full
  const rows = Object.entries(LISTS).map(([list, title]) => {
    const measured = Array.from({ length: rounds }, () => measure(merchants, list))
    const spread = (/** @type {'heap' | 'resident'} */ kind) =>
      formatSpread(spreadOf(measured.map(({ before, after }) => (after[kind] - before[kind]) / merchants / 1024)))
    const before = spreadOf(measured.map((one) => one.before.heap / 2 ** 20))
    const after = spreadOf(measured.map((one) => one.after.heap / 2 ** 20))
    return [title, formatSpread(before), formatSpread(after), spread('heap'), spread('resident')]
  })
  const count = merchants.toLocaleString('en')
  const header = ['operations', 'heap with none, MiB', `with ${count}, MiB`, 'heap each, KiB', 'resident each, KiB']
  const text = `# The memory of a merchant that makes no call

${describeOrigin('npm run bench -- --merchants')}
Each merchant has keys imported for it alone, a client and a notification handler. Heap is that of JavaScript with what it
holds outside, after a garbage collection; resident is the process's memory as the system counts it, in which the keys are.
Median (lowest–highest) of ${rounds} processes.

${formatTable(header, rows)}
`
  console.log(text)
  if (!isQuick) writeFileSync(REPORT, text)
}

/** Bytes. @param {number} merchants @param {string} list @returns {Record<'before' | 'after', { heap: number, resident: number }>} */
function measure(merchants, list) {
  return JSON.parse(execFileSync(process.execPath, [program, String(merchants), list], { encoding: 'utf8' }))
}
