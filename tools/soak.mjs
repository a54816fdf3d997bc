// Long runs against a sandbox in a process of its own.
// Usage: npm run soak -- [calls] [in flight] [share of faulty requests]   alter calls while requests fail: 20000 32 0.1
//        npm run soak -- --memory [calls]                                 the memory of a sandbox: 200000
import { parseArgs } from 'node:util'
import { soakAlter } from './soak/alter.mjs'
import { soakMemory } from './soak/memory.mjs'

const flag = /** @type {const} */ ({ type: 'boolean', default: false })
const { values, positionals } = parseArgs({ options: { memory: flag }, allowPositionals: true })
const [first, second, third] = positionals.map(Number)
const isGood = values.memory ? await soakMemory(first ?? 200_000) : await soakAlter(first, second, third)
process.exitCode = isGood ? 0 : 1
