// One alter call, with all that it takes, through this kit, through other clients, and without a client.
// Usage: npm run bench [-- --quick] [-- --out <folder>]        Writes benchmark.md and benchmark.svg in docs/evidence.
//        npm run bench -- --growth                             Prints what calls in flight and rows cost.
//        npm run bench -- --profile                            Prints where a call's time goes.
//        npm run bench -- --routing                            Prints what it costs to find an operation.
import { parseArgs } from 'node:util'
import { compareCalls } from './compare.mjs'
import { printGrowth } from './growth.mjs'
import { printProfile } from './profile.mjs'
import { printRouting } from './routing.mjs'

const flag = /** @type {const} */ ({ type: 'boolean', default: false })
const { values } = parseArgs({
  options: { quick: flag, growth: flag, profile: flag, routing: flag, out: { type: 'string' } },
})
if (values.growth) await printGrowth(values.quick)
if (values.profile) await printProfile(values.quick)
if (values.routing) await printRouting(values.quick)
if (!values.growth && !values.profile && !values.routing) await compareCalls(values.quick, values.out)
