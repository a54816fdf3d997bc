// A process that holds what merchants need while nothing is called: the keys, the client and the notification handler of
// each. Prints bytes after a garbage collection, before and after they were made: create-merchants.mjs <merchants> <list>
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient, handleNotifications, readEnvironment } from '@wechatpay-kit/client'
import { zhejiang } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'

/** @typedef {readonly import('@wechatpay-kit/endpoints').AnyOperation[]} Operations */

/** @type {Record<string, () => Promise<Operations>>} */
const LISTS = {
  none: async () => [],
  zhejiang: async () => zhejiang,
  pay: async () => (await import('@wechatpay-kit/endpoints/areas/pay')).operations,
  all: async () => (await import('@wechatpay-kit/endpoints/areas/all')).operations,
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')
/** @returns {Promise<{ heap: number, resident: number }>} */
async function measure() {
  // What was collected is given back to the system a little later.
  for (let round = 0; round < 3; round++) {
    collectGarbage()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, resident: rss }
}

const [count = '0', list = 'none'] = process.argv.slice(2)
const operations = await LISTS[list]?.()
if (!operations) throw new Error(`There is no list ${list}; there are ${Object.keys(LISTS).join(', ')}.`)
const sandbox = await createSandbox()
const [own] = sandbox.merchants
const variables = own?.writeEnvironment() ?? {}

/** Makes what one merchant needs: its keys are imported anew, as those of another are. @param {number} index */
async function createAccount(index) {
  const env = { ...variables, WECHATPAY_MCHID: String(1_900_000_000 + index) }
  const environment = await readEnvironment(env, { required: ['merchant', 'platformKeys', 'apiV3Key'] })
  const wxpay = createClient({ ...environment, operations })
  const { platformKeys: keys, apiV3Key } = environment
  const handle = handleNotifications({ keys, apiV3Key, onError: () => {} }, () => {})
  return { wxpay, handle }
}

// The first compiles, and loads what is loaded once.
let accounts = [await createAccount(0)]
accounts = []
const before = await measure()
for (let index = 0; index < Number(count); index++) accounts.push(await createAccount(index))
const after = await measure()
// Used after the measurement, so that nothing is collected before it.
if (accounts.some(({ wxpay, handle }) => !wxpay || !handle)) throw new Error('An account is missing.')
console.log(JSON.stringify({ before, after }))
