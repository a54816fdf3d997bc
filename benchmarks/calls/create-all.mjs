// A process that creates a client of all operations, and reads what each of them checks. Prints milliseconds of CPU.
import { createClient } from '@wechatpay-kit/endpoints'
import { operations } from '@wechatpay-kit/endpoints/areas/all'
import { createSandbox } from '@wechatpay-kit/sandbox'

/** Clients that are created before one is measured warm. */
const WARM_UP = 20

/** @type {readonly import('@wechatpay-kit/endpoints').AnyOperation[]} */
const known = operations
const { merchant, platformKeys } = await createSandbox()
const create = () => createClient({ merchant, platformKeys, operations: known })

/** Milliseconds of CPU. @param {() => unknown} work */
function measure(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const created = measure(create)
for (let index = 0; index < WARM_UP; index++) create()
const createdWarm = measure(create)
// Whichever part is asked for first, the whole text is read.
const read = known.map((operation) => measure(() => operation.response))
console.log(JSON.stringify({ created, createdWarm, read }))
