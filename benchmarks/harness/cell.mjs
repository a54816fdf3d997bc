// One client in a process of its own.
import { contestants } from '../clients/index.mjs'
import { describeRequest } from '../requests.mjs'
import { measureLoad } from './load.mjs'
import { respondToQuestions } from './process.mjs'
import { groupTimes, recordProfile } from './profile.mjs'

/** @type {(() => Promise<void>)[]} */
let calls = []
/** @type {number[]} */
let made = []

respondToQuestions({
  /**
   * @param {object} argument
   * @param {string} argument.client name of its module
   * @param {import('../clients/index.mjs').Account} argument.account
   * @param {(number | null)[]} argument.requests rows of each
   */
  async open({ client: name, account, requests }) {
    if (!contestants.some((contestant) => contestant.name === name)) throw new Error(`There is no client ${name}.`)
    /** @type {{ createClient(account: unknown): Promise<import('../clients/index.mjs').Client> }} */
    const { createClient } = await import(`../clients/${name}.mjs`)
    const client = await createClient(account)
    made = requests.map(() => 0)
    calls = requests.map((rows, index) => {
      const { operation, create } = describeRequest(rows ?? undefined)
      return async () => {
        const number = (made[index] ?? 0) + 1
        made[index] = number
        const response = await client[operation]?.(create(`${process.pid}-${number}`))
        if (response?.resp_code !== '000000') throw new Error(`${operation} gave no success.`)
      }
    })
  },
  /** @param {number} index of the request */
  call: (index) => calls[index]?.(),
  /** The first request is measured; the second, if there is one, is made over and over beside it. @param {import('./load.mjs').Load} load */
  async measure(load) {
    made.fill(0)
    const [call, beside] = calls
    if (!call) throw new Error('Nothing is open.')
    return { figures: await measureLoad(call, load, beside), made }
  },
  /** Where the main thread's time goes, in microseconds per call. @param {import('./load.mjs').Load} load */
  async profile({ inFlight, warmup, window }) {
    const [call] = calls
    if (!call) throw new Error('Nothing is open.')
    await measureLoad(call, { inFlight, warmup: 0, window: warmup })
    const before = made[0] ?? 0
    const profile = await recordProfile(() => measureLoad(call, { inFlight, warmup: 0, window }))
    return groupTimes(profile, (made[0] ?? 0) - before)
  },
})
