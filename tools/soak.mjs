// Long runs against a sandbox in a process of its own.
// Usage: npm run soak -- [calls] [in flight] [share of faulty requests]   alter calls while requests fail: 20000 32 0.1
//        npm run soak -- --payments [orders] [in flight] [share]          a shop while requests fail and the sandbox dies: 400 16 0.15
//        npm run soak -- --memory [calls]                                 the memory of a sandbox: 200000
import { parseArgs } from 'node:util'
import { soakAlter } from './soak/alter.mjs'
import { soakMemory } from './soak/memory.mjs'
import { soakPayments } from './soak/payments.mjs'

const flag = /** @type {const} */ ({ type: 'boolean', default: false })
const { values, positionals } = parseArgs({ options: { memory: flag, payments: flag }, allowPositionals: true })
const [first, second, third] = positionals.map(Number)
/** @returns {Promise<boolean>} */
function run() {
  if (values.memory) return soakMemory(first ?? 200_000)
  if (values.payments) return soakPayments({ orders: first ?? 400, inFlight: second ?? 16, share: third ?? 0.15 })
  return soakAlter(first, second, third)
}
process.exitCode = (await run()) ? 0 : 1
