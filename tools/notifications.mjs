// Many notifications to two processes that share a Redis, one of which is killed every second, to see that nothing is lost,
// nothing is acknowledged before it is handled, and nothing is handled twice without a reason.
// Usage: npm run notifications -- [notifications]        Default: 10000
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { createClient } from 'redis'
import { redisMissing, startRedis } from './redis.mjs'

const [count = 10_000] = process.argv.slice(2).map(Number)
const SENDERS = 4
const [TIMEOUT, CLAIM_TIMEOUT] = [500, 1_000]
/** Share of the notifications that are sent twice at the same time. */
const DOUBLED = 1 / 10
/** Milliseconds before a delivery that was not acknowledged is repeated. */
const PAUSE = 20
/** Most deliveries of one notification until it is acknowledged. */
const MOST_DELIVERIES = 1_000

if (redisMissing) {
  console.error(`There is no Redis: ${redisMissing}.`)
  process.exit(1)
}
const redis = await startRedis()
const client = createClient({ url: redis.url })
await client.connect()
const platform = { id: 'PUB_KEY_ID_0114232134912410000000000000', keys: await generateKeyPair() }
const sandbox = await createSandbox({ platform })

/** Process ids of those that were killed. @type {Set<number | undefined>} */
const killed = new Set()

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a server at a port of its own: somebody else may have taken that of a killed one. */
async function startServer() {
  const settings = {
    redis: redis.url,
    platform: { id: platform.id, publicKey: platform.keys.publicKey },
    apiV3Key: sandbox.apiV3Key,
    timeout: TIMEOUT,
    claimTimeout: CLAIM_TIMEOUT,
  }
  const child = fork(new URL('notifications-server.mjs', import.meta.url), [JSON.stringify(settings)])
  children.add(child)
  child.once('exit', () => children.delete(child))
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('A server did not start.')))
  const [{ port }] = await Promise.race([once(child, 'message'), ended])
  return { child, url: `http://127.0.0.1:${port}/` }
}

const stable = await startServer()
let mortal = await startServer()
let isOver = false
async function killEverySecond() {
  while (!isOver) {
    await sleep(1_000)
    killed.add(mortal.child.pid)
    mortal.child.kill('SIGKILL')
    await once(mortal.child, 'exit')
    mortal = await startServer()
  }
}

/** Number of responses by status. @type {Record<string, number>} */
const statuses = {}
let acknowledgedTooEarly = 0

/** Delivers once, to either process. @param {string} id */
async function deliver(id) {
  const { url } = Math.random() < 1 / 2 ? stable : mortal
  const content = /** @type {const} */ ({ id, event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: id } })
  const status = await sandbox.notify(url, content).then(
    (response) => String(response.status),
    () => 'no response',
  )
  if (status === '204' && !(await client.exists(`handled:${id}`))) acknowledgedTooEarly++
  statuses[status] = (statuses[status] ?? 0) + 1
  return status
}

/** Delivers as WeChat Pay does: until it is acknowledged; and then up to two times more. @param {string} id */
async function send(id) {
  let isAcknowledged = false
  for (let tries = 0; !isAcknowledged && tries < MOST_DELIVERIES; tries++) {
    if (tries > 0) await sleep(PAUSE)
    const isDoubled = tries === 0 && Math.random() < DOUBLED
    const deliveries = await Promise.all(isDoubled ? [deliver(id), deliver(id)] : [deliver(id)])
    isAcknowledged = deliveries.includes('204')
  }
  for (let more = Math.floor(3 * Math.random()); more > 0; more--) await deliver(id)
}

const ids = Array.from({ length: count }, (_, index) => `EV-${index}`)
const queue = ids.values()
async function work() {
  for (const id of queue) await send(id)
}
const start = performance.now()
const killing = killEverySecond()
await Promise.all(Array.from({ length: SENDERS }, work))
isOver = true
await killing
const seconds = (performance.now() - start) / 1000
// Handlers that outlive their claims end too.
await sleep(2 * CLAIM_TIMEOUT)

/** Every handling that came to its end. @type {{ id: string, pid: number, token: string, claimedAt: number }[]} */
const marks = (await client.lRange('marks', 0, -1)).map((mark) => JSON.parse(mark))
/** @type {Map<string, typeof marks>} */
const marksById = new Map(ids.map((id) => [id, []]))
for (const mark of marks) marksById.get(mark.id)?.push(mark)
/** When each claim was completed, by its token. */
const completed = await client.hGetAll('completed')

/** Why a handling may be followed by another one: it was not completed, or too late. @param {(typeof marks)[number]} mark */
function explain({ pid, token, claimedAt }) {
  if (completed[token] === undefined) return killed.has(pid) ? 'a process died' : undefined
  return Number(completed[token]) - claimedAt >= CLAIM_TIMEOUT ? 'its claim lapsed' : undefined
}

/** @type {Record<string, number>} */
const reasons = { 'a process died': 0, 'its claim lapsed': 0, unexplained: 0 }
let [lost, doubled] = [0, 0]
for (const own of marksById.values()) {
  if (own.length === 0) lost++
  if (own.length < 2) continue
  doubled++
  const explanations = own.map(explain)
  // One of them needs no reason: that which was completed. Each of the others does.
  const without = explanations.filter((reason) => reason === undefined).length
  const reason = without > 1 ? 'unexplained' : (explanations.find((one) => one !== undefined) ?? 'unexplained')
  reasons[reason] = (reasons[reason] ?? 0) + 1
}
const deliveries = Object.values(statuses).reduce((sum, times) => sum + times, 0)
const wrong = Object.keys(statuses).filter((status) => !['204', '500', '503', 'no response'].includes(status))
const list = (/** @type {Record<string, number>} */ counts) =>
  Object.entries(counts)
    .map(([name, times]) => `${name}: ${times}`)
    .sort()
    .join(', ')
console.log(`${count} notifications in ${seconds.toFixed(1)} s, from ${SENDERS} senders to 2 processes
processes killed: ${killed.size}
deliveries: ${deliveries} (${list(statuses)})
handled: ${ids.length - lost}
lost: ${lost}
acknowledged before handled: ${acknowledgedTooEarly}
handled more than once: ${doubled} (${list(reasons)})`)
if (lost > 0 || acknowledgedTooEarly > 0 || reasons['unexplained'] || wrong.length > 0) process.exitCode = 1

for (const child of children) child.kill('SIGKILL')
client.destroy()
redis.stop()
