// One client in a process of its own, whose calls wait for responses that never come: how much memory they hold.
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Agent, setGlobalDispatcher } from 'undici'
import { contestants } from '../clients/index.mjs'
import { describeRequest } from '../requests.mjs'
import { respondToQuestions } from './process.mjs'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')
/** Clients that call undici without a transport: they get as many connections as the kit's transport has. */
const BARE = ['floor', 'plain-undici']

/** Bytes that JavaScript holds, in the heap and outside. */
async function measure() {
  for (let round = 0; round < 3; round++) {
    collectGarbage()
    await sleep(50)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Waits until nothing is computed any more: every call is on the network, or waits for a connection. */
async function settle() {
  for (;;) {
    const before = process.cpuUsage()
    await sleep(200)
    const { user, system } = process.cpuUsage(before)
    if (user + system < 10_000) return
  }
}

/** @type {import('../clients/index.mjs').Client | undefined} */
let client
/** @type {Promise<never>[]} */
const held = []

respondToQuestions({
  /** @param {{ client: string, account: import('../clients/index.mjs').Account }} argument */
  async open({ client: name, account }) {
    if (!contestants.some((contestant) => contestant.name === name)) throw new Error(`There is no client ${name}.`)
    if (BARE.includes(name)) setGlobalDispatcher(new Agent({ connections: 100 }))
    client = await (await import(`../clients/${name}.mjs`)).createClient(account)
  },
  /** Makes calls until so many are held, and gives the bytes that are held then. @param {number} count */
  async hold(count) {
    if (!client) throw new Error('Nothing is open.')
    const { create } = describeRequest(undefined)
    while (held.length < count) {
      held.push(
        client.alter(create(String(held.length))).then(
          () => Promise.reject(new Error('A call got a response.')),
          (error) => Promise.reject(error),
        ),
      )
      // Not all at once: a server has some, and then more.
      if (held.length % 50 === 0) await sleep(0)
    }
    return Promise.race([settle().then(measure), ...held])
  },
})
