// One alter call, with all that it takes, through this kit, through other clients, and without a client.
// Usage: npm run bench [-- --quick] [-- --out <folder>]        Writes benchmark.md and benchmark.svg in docs/evidence.
//        npm run bench -- --growth                             Prints what calls in flight and rows cost.
//        npm run bench -- --cpu                                Prints the CPU time of a call, beside the same steps without the kit.
//        npm run bench -- --profile                            Prints where a call's time goes.
//        npm run bench -- --routing                            What it costs to find one of all operations; writes docs/evidence/routing.md.
//        npm run bench -- --errors                             Prints what an error that nobody signed can cost.
//        npm run bench -- --signatures                         Prints what the memory of accepted signatures holds.
//        npm run bench -- --bill                               Prints what it costs to read a bill of 1,000,000 rows.
//        npm run bench -- --merchants                          The memory of a merchant that makes no call; writes docs/evidence/merchants.md.
//        npm run bench -- --memory                             Prints what a call in flight holds.
//        npm run bench -- --rows                               Prints for how long a call of 1,000 rows holds the event loop.
//        npm run bench -- --sandbox                            Prints how many calls a sandbox on Node.js serves.
import { parseArgs } from 'node:util'
import { printBill } from './bill.mjs'
import { compareCalls } from './compare.mjs'
import { printCpu } from './cpu.mjs'
import { printErrors } from './errors.mjs'
import { printGrowth } from './growth.mjs'
import { printMemory } from './memory.mjs'
import { printMerchants } from './merchants.mjs'
import { printProfile } from './profile.mjs'
import { printRouting } from './routing.mjs'
import { printRows } from './rows.mjs'
import { printSandbox } from './sandbox.mjs'
import { printSignatures } from './signatures.mjs'

/** Reports that are printed instead of comparing clients, by their option. */
const REPORTS = {
  cpu: printCpu,
  growth: printGrowth,
  profile: printProfile,
  routing: printRouting,
  errors: printErrors,
  signatures: printSignatures,
  bill: printBill,
  merchants: printMerchants,
  memory: printMemory,
  rows: printRows,
  sandbox: printSandbox,
}

const flag = /** @type {const} */ ({ type: 'boolean', default: false })
const names = /** @type {(keyof typeof REPORTS)[]} */ (Object.keys(REPORTS))
const flags = /** @type {Record<keyof typeof REPORTS, typeof flag>} */ (
  Object.fromEntries(names.map((name) => [name, flag]))
)
const { values } = parseArgs({ options: { ...flags, quick: flag, out: { type: 'string' } } })
const chosen = names.filter((name) => values[name])
for (const name of chosen) await REPORTS[name](values.quick)
if (chosen.length === 0) await compareCalls(values.quick, values.out)
