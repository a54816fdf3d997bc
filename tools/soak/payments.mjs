// A shop and its payers at a sandbox that misbehaves and is killed at times: money, notifications and ledger must agree.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@wechatpay-kit/endpoints'
import { createAccount, readClientOptions } from './account.mjs'
import { compareBooks, readTable } from './books.mjs'
import { createClock } from './clock.mjs'
import { startReceiver } from './receiver.mjs'
import { createShop } from './shop.mjs'

/** Milliseconds between two deaths of the sandbox, and those in which the last notification has to arrive. */
const [LIFE, PATIENCE] = [8_000, 120_000]

/** Sells, and prints whether the books agree; says whether they do. @param {{ orders: number, inFlight: number, share: number }} options @returns {Promise<boolean>} */
export async function soakPayments({ orders, inFlight, share }) {
  let unhandled = 0
  process.on('unhandledRejection', () => unhandled++)
  const folder = mkdtempSync(join(tmpdir(), 'soak-'))
  const [account, path, start] = [await createAccount(), join(folder, 'state.jsonl'), Date.now()]
  const now = createClock(start)

  let [server, port, kills] = [/** @type {import('node:child_process').ChildProcess | undefined} */ (undefined), 0, 0]
  const startServer = async () => {
    server = fork(new URL('payments-server.mjs', import.meta.url), [
      JSON.stringify({ account, path, port, start, share }),
    ])
    const ended = once(server, 'exit').then(() => Promise.reject(new Error('The sandbox did not start.')))
    const [message] = await Promise.race([once(server, 'message'), ended])
    ended.catch(() => {})
    port = Number(new URL(message.url).port)
    return message
  }
  const stopServer = async () => {
    const ended = once(/** @type {import('node:child_process').ChildProcess} */ (server), 'exit')
    server?.kill('SIGKILL')
    await ended
  }

  const { url, apiV3Key } = await startServer()
  const { merchant, platformKeys } = await readClientOptions(account)
  const receiver = await startReceiver({ keys: platformKeys, apiV3Key, now })
  const retry = { baseDelay: 20, attemptTimeout: 3_000 }
  const { chain } = createClient({ merchant, platformKeys, baseUrls: [url], retry, now })
  const shop = createShop({ chain, mchid: merchant.mchid, sandbox: url, notifyUrl: receiver.url })

  let isOver = false
  const killing = (async () => {
    for (let life = Date.now(); !isOver; await sleep(50)) {
      if (Date.now() - life < LIFE) continue
      await stopServer()
      kills++
      await startServer()
      life = Date.now()
    }
  })()
  /** @type {import('./shop.mjs').Belief[]} */
  const beliefs = []
  try {
    const queue = Array.from({ length: orders }, (_, index) => index).values()
    const work = async () => {
      for (const index of queue) beliefs.push(await shop.sell(index))
    }
    await Promise.all(Array.from({ length: inFlight }, work))
    isOver = true
    await killing
    // The sandbox does what is due when it is called.
    const isDone = () =>
      Object.values(compareBooks(beliefs, readTable(path, 'ledger'), receiver.handled)).every(
        ({ length }) => length === 0,
      )
    for (const end = Date.now() + PATIENCE; !isDone() && Date.now() < end; await sleep(500)) await shop.query('ORDER0')
    // What comes too often comes late.
    await sleep(2_000)
    const seconds = (Date.now() - start) / 1000
    const ledger = readTable(path, 'ledger')
    const failures = [...shop.failures].sort()
    const count = (/** @type {string} */ state) => beliefs.filter((one) => one.state === state).length
    console.log(
      `${orders} orders, ${inFlight} at a time, ${100 * share} % of requests faulty, the sandbox killed ${kills} times: ${seconds.toFixed(1)} s`,
    )
    for (const [code, number] of failures) console.log(`  ${code}: ${number}`)
    const refunds = beliefs.flatMap((one) => one.refunds)
    console.log(
      `paid: ${count('SUCCESS')}, closed: ${count('CLOSED')}, refunds: ${refunds.length}, movements in the ledger: ${ledger.length}`,
    )
    console.log(`notifications handled: ${receiver.handled.length} in ${receiver.countDeliveries()} deliveries`)
    const faults = Object.entries(compareBooks(beliefs, ledger, receiver.handled))
    for (const [name, lines] of faults)
      console.log(`${name}: ${lines.length}${lines.length > 0 ? ` (${lines.slice(0, 5).join(', ')})` : ''}`)
    console.log(`without an outcome: ${orders - count('SUCCESS') - count('CLOSED')}`)
    console.log(`unhandled rejections: ${unhandled}`)
    return (
      faults.every(([, lines]) => lines.length === 0) &&
      orders === count('SUCCESS') + count('CLOSED') &&
      unhandled === 0
    )
  } finally {
    isOver = true
    server?.kill('SIGKILL')
    receiver.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
