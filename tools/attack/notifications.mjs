// Strangers who send to the address for notifications.

import { encryptResource } from '@wechatpay-kit/crypto'
import { createMemoryStore, handleNotifications, isWechatPayError, readNotification } from '@wechatpay-kit/endpoints'
import { isSameMessage, mutations } from './mutations.mjs'
import { settle } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./scene.mjs').Plain} Plain */

export const GROUP = 'notifications'
const URL = 'https://shop.example/notifications'
const MUTANTS = 4_000

/** @param {Context} context */
export async function attackNotifications(context) {
  await changeThem(context)
  await replayThem(context)
  await sendWrongShapes(context)
  await sendWithoutHeaders(context)
  await nameEvents(context)
}

/** @param {Context['scene']} scene */
export const optionsOf = ({ sandbox, platform }) => ({
  keys: [platform],
  apiV3Key: sandbox.apiV3Key,
  onError: () => {},
})

/** @param {Context['scene']} scene @param {object} more */
export async function makeNotification({ sandbox }, more = {}) {
  const content = { event_type: /** @type {const} */ ('REFUND.SUCCESS'), resource: { out_refund_no: 'R1' }, ...more }
  const request = await sandbox.createNotification(URL, content)
  return {
    status: 200,
    headers: Object.fromEntries(request.headers),
    body: new Uint8Array(await request.arrayBuffer()),
  }
}

/** @param {Plain} plain @param {BodyInit} body */
export function toRequest(plain, body = plain.body) {
  return new Request(URL, /** @type {any} */ ({ method: 'POST', headers: plain.headers, body, duplex: 'half' }))
}

/** Changed ones, to both functions. @param {Context} context */
async function changeThem({ scene, random, tally, scale }) {
  const options = optionsOf(scene)
  const bases = await Promise.all([1, 2, 3].map(() => makeNotification(scene)))
  let handled = 0
  const handle = handleNotifications(options, () => handled++)
  const { onError: _, ...readOptions } = options
  for (let round = 0; round < MUTANTS * scale; round++) {
    const [base, other] = [random.pick(bases), random.pick(bases)]
    const names = Array.from({ length: 1 + random.below(2) }, () => random.pick(Object.keys(mutations)))
    const mutant = names.reduce((plain, name) => mutations[name]?.(plain, random, other) ?? plain, base)
    const isGenuine = bases.some((plain) => isSameMessage(mutant, plain))
    const example = names.join(', ')
    if (random.chance(0.5)) {
      const before = handled
      const outcome = await settle(Promise.resolve().then(() => handle(toRequest(mutant))))
      const isRefused = handled === before && (outcome.value?.status ?? 500) >= 400
      tally.count(GROUP, 'a changed notification is neither handled nor acknowledged', isGenuine || isRefused, example)
    } else {
      const { error } = await settle(readNotification({ headers: mutant.headers, body: mutant.body }, readOptions))
      tally.count(GROUP, 'a changed notification is not read', isGenuine || !!error, example)
      if (error)
        tally.count(GROUP, 'every refusal is one error of the union', isWechatPayError(error), `${example}: ${error}`)
    }
  }
}

/** The same one again, and at the same time. @param {Context} context */
async function replayThem({ scene, random, tally, scale }) {
  for (let round = 0; round < 60 * scale; round++) {
    let [handled, failures] = [0, random.below(3)]
    const handle = handleNotifications({ ...optionsOf(scene), store: createMemoryStore() }, async () => {
      await new Promise((resolve) => setTimeout(resolve, random.below(3)))
      if (failures-- > 0) throw new Error('the handler failed')
      handled++
    })
    const id = `N${round}`
    const acknowledged = []
    for (let wave = 0; wave < 5; wave++) {
      const plain = await makeNotification(scene, { id })
      const statuses = await Promise.all([1, 2, 3].map(async () => (await handle(toRequest(plain))).status))
      acknowledged.push(statuses.includes(204) && handled === 0)
    }
    tally.count(GROUP, 'with a store, a repeated notification is handled once', handled === 1, `${handled} times`)
    tally.count(GROUP, 'none is acknowledged before it was handled', !acknowledged.includes(true), `round ${round}`)
  }
}

/** Signed by WeChat Pay's key, and not as documented. @param {Context} context */
async function sendWrongShapes({ scene, random, tally, scale }) {
  const options = optionsOf(scene)
  let handled = 0
  const handle = handleNotifications(options, () => handled++)
  const { apiV3Key } = scene.sandbox
  const resource = { original_type: 'a', ...(await encryptResource('{}', { apiV3Key, associatedData: 'a' })) }
  const good = { id: 'I', create_time: 'T', event_type: 'X', resource_type: 'encrypt-resource', summary: 's', resource }
  const depth = 50_000
  const texts = [
    '',
    'null',
    '[]',
    '1',
    '"x"',
    '{}',
    '{"id":1}',
    '['.repeat(depth),
    `${'['.repeat(depth)}${']'.repeat(depth)}`,
    `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    '{"__proto__":{"id":"x"}}',
    '\u0000',
    ...['SM4', 'AEAD_SM4_GCM', 'none', 'aead_aes_256_gcm', ''].map((algorithm) =>
      JSON.stringify({ ...good, resource: { ...resource, algorithm } }),
    ),
    ...['', 'A', '====', resource.ciphertext.slice(4)].map((ciphertext) =>
      JSON.stringify({ ...good, resource: { ...resource, ciphertext } }),
    ),
    ...['', 'x', 'x'.repeat(9999)].map((nonce) => JSON.stringify({ ...good, resource: { ...resource, nonce } })),
    ...['b', '\u0000', 1].map((associated_data) =>
      JSON.stringify({ ...good, resource: { ...resource, associated_data } }),
    ),
    ...Object.keys(good).map((name) => JSON.stringify({ ...good, [name]: undefined })),
    ...Object.keys(good).map((name) => JSON.stringify({ ...good, [name]: random.pick([1, null, [], {}, true]) })),
  ]
  for (let round = 0; round < Math.max(1, scale); round++) {
    for (const text of texts) {
      const outcome = await settle(handle(toRequest(await scene.sign(200, text))))
      const isKept = handled === 0 && (outcome.value?.status ?? 0) >= 400
      tally.count(GROUP, 'one that is signed, but not as documented, is refused', isKept, text.slice(0, 60))
      handled = 0
    }
  }
}

/** Bodies without end behind headers that cannot be right. @param {Context} context */
async function sendWithoutHeaders({ scene, random, tally, scale }) {
  const handle = handleNotifications(optionsOf(scene), () => {})
  const fresh = await makeNotification(scene)
  for (let round = 0; round < 60 * scale; round++) {
    const name = random.pick(['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial'])
    const { [name]: _, ...rest } = fresh.headers
    const stale = { ...fresh.headers, 'wechatpay-timestamp': String(Math.floor(Date.now() / 1000) - 400) }
    const isStale = random.chance(0.5)
    let pulls = 0
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024))
        if (++pulls > 200) controller.close()
      },
    })
    const headers = isStale ? stale : rest
    const status = (await handle(toRequest({ ...fresh, headers: /** @type {any} */ (headers) }, body))).status
    const example = `${isStale ? 'stale' : `without ${name}`}: ${status} after ${pulls} pieces`
    // A runtime may take a piece or two ahead of whoever reads.
    tally.count(
      GROUP,
      'headers that cannot be right are refused before the body is read',
      status === 401 && pulls <= 3,
      example,
    )
  }
}

/** Events of names that objects know already, to handlers by event type. @param {Context} context */
async function nameEvents({ scene, random, tally, scale }) {
  const names = ['default', '__proto__', 'constructor', 'then', 'toString', 'hasOwnProperty', 'REFUND.SUCCESS ', 'size']
  for (let round = 0; round < 40 * scale; round++) {
    const event_type = random.chance(0.8) ? random.pick(names) : 'x'.repeat(1 + random.below(5_000))
    const [hasDefault, isKnown] = [random.chance(0.5), random.chance(0.2)]
    /** @type {string[]} */
    const called = []
    /** @type {any} */
    let reported
    const handlers = {
      'REFUND.SUCCESS': () => called.push('refund'),
      ...(hasDefault ? { default: () => called.push('default') } : {}),
    }
    const onError = (/** @type {any} */ error) => {
      reported = error
    }
    const handle = handleNotifications({ ...optionsOf(scene), onError }, handlers)
    const plain = await makeNotification(scene, isKnown ? {} : { event_type })
    const { status } = await handle(toRequest(plain))
    const wanted = isKnown ? ['refund'] : hasDefault ? ['default'] : []
    const example = `${isKnown ? 'REFUND.SUCCESS' : event_type.slice(0, 40)}, default ${hasDefault}: ${status}, ${called}`
    const isRight = called.join() === wanted.join() && status === (wanted.length > 0 ? 204 : 500)
    tally.count(GROUP, 'an event goes to the handler of its name, to default, or to nobody', isRight, example)
    if (wanted.length > 0) continue
    tally.count(GROUP, 'every refusal is one error of the union', isWechatPayError(reported), `${example}: ${reported}`)
    const { length } = String(reported?.message)
    tally.count(GROUP, 'the name of an event is cut before it enters a message', length < 1_500, `${length} characters`)
  }
}
