// The contract of a NotificationStore, for any store in any runtime: resolves where it holds, throws where it does not.
import { handleNotifications } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'

/** Milliseconds of a claim that holds while this runs, and of one that lapses. */
const [LONG, SHORT] = [600_000, 100]

/** @typedef {import('@wechatpay-kit/endpoints').NotificationStore} NotificationStore */

/** Runs each case on notifications of its own. @param {NotificationStore} store @returns {Promise<number>} how many cases there are */
export async function checkStore(store) {
  const run = crypto.randomUUID()
  for (const [name, check] of Object.entries(cases)) {
    try {
      await check(store, `${run} ${name}`)
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
  }
  return Object.keys(cases).length
}

/** @type {Record<string, (store: NotificationStore, id: string) => Promise<void>>} */
const cases = {
  async 'a claim holds, and what is completed is done'(store, id) {
    const token = await claim(store, id)
    await expectState(store, id, 'busy')
    await store.complete(id, token, LONG)
    await expectState(store, id, 'done')
    await store.release(id, token)
    await expectState(store, id, 'done')
  },
  async 'a claim that is released can be claimed'(store, id) {
    const first = await claim(store, id)
    await store.release(id, first)
    if ((await claim(store, id)) === first) throw new Error('two claims have one token')
  },
  async 'whoever has another token touches nothing'(store, id) {
    await claim(store, id)
    for (const token of ['', 'done', crypto.randomUUID()]) {
      await store.complete(id, token, LONG)
      await store.release(id, token)
    }
    await expectState(store, id, 'busy')
  },
  async 'of many claims at the same time one succeeds'(store, id) {
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(id, LONG)))
    const states = claims.map(({ state }) => state).sort()
    if (String(states) !== String([...Array(19).fill('busy'), 'claimed'])) throw new Error(`they were ${states}`)
  },
  async 'a claim lapses, and its holder touches nothing of the next one'(store, id) {
    const lapsed = await claim(store, id, SHORT)
    await sleep(3 * SHORT)
    const token = await claim(store, id)
    await store.complete(id, lapsed, LONG)
    await store.release(id, lapsed)
    await expectState(store, id, 'busy')
    await store.complete(id, token, LONG)
    await expectState(store, id, 'done')
  },
  async 'a claim that lapsed cannot be completed'(store, id) {
    const lapsed = await claim(store, id, SHORT)
    await sleep(3 * SHORT)
    await store.complete(id, lapsed, LONG)
    await claim(store, id)
  },
  async 'what is done is forgotten after its time'(store, id) {
    await store.complete(id, await claim(store, id), SHORT)
    await sleep(3 * SHORT)
    await claim(store, id)
  },
  async 'of two routes that share it, whichever has handled a notification acknowledges it'(store, id) {
    const { createNotification, platformKeys: keys, apiV3Key } = await createSandbox()
    const options = { keys, apiV3Key, store, onError: () => {} }
    const [begun, failed] = [createDeferred(), createDeferred()]
    let handled = 0
    const failing = handleNotifications(options, () => {
      begun.resolve()
      return failed.promise.then(() => Promise.reject(new Error('The database is down.')))
    })
    const working = handleNotifications(options, () => handled++)
    const content = /** @type {const} */ ({ id, event_type: 'TRANSACTION.SUCCESS', resource: {} })
    const create = () => createNotification('https://shop.example/', content)
    const first = failing(await create())
    await begun.promise
    const second = await working(await create())
    failed.resolve()
    const statuses = [second.status, (await first).status]
    for (const handle of [working, failing]) statuses.push((await handle(await create())).status)
    if (String([...statuses, handled]) !== '503,500,204,204,1') throw new Error(`${statuses}, handled ${handled} times`)
  },
  async 'notifications are told apart, whatever their ids'(store, id) {
    for (const other of ['', '/', '*', '__proto__', 'ID', 'id', '张']) await claim(store, id + other, LONG + 0.5)
  },
}

/** @param {NotificationStore} store @param {string} id @param {number} [milliseconds] */
async function claim(store, id, milliseconds = LONG) {
  const verdict = await store.claim(id, milliseconds)
  if (verdict.state !== 'claimed' || typeof verdict.token !== 'string' || verdict.token === '') {
    throw new Error(`${JSON.stringify(verdict)} is no claim`)
  }
  return verdict.token
}

/** @param {NotificationStore} store @param {string} id @param {'busy' | 'done'} wanted */
async function expectState(store, id, wanted) {
  const { state } = await store.claim(id, LONG)
  if (state !== wanted) throw new Error(`${state}, and not ${wanted}`)
}

function createDeferred() {
  let resolve = () => {}
  const promise = new Promise((end) => {
    resolve = () => end(undefined)
  })
  return { promise, resolve }
}

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
