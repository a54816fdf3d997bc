// Lists of platform certificates that somebody else made, changed, or kept from earlier.

import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { encryptResource, importPrivateKey, signedMessage } from '@wechatpay-kit/crypto'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'
import { mutations } from './mutations.mjs'
import { settle, toResponse } from './scene.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./scene.mjs').Plain} Plain */

const GROUP = 'certificates'
const MUTANTS = 300
const HOUR = 3_600_000

/** @param {Context} context */
export async function attackCertificates({ random, tally, scale }) {
  let time = Date.now()
  const now = () => time
  const make = () => createSandbox({ platformKeyKind: 'certificate', now })
  const [own, foreign] = [await make(), await make()]
  const ids = new Set([await idOf(own)])
  const keysOver = (/** @type {() => Promise<Plain>} */ list) =>
    createCertificateKeys({
      merchant: own.merchant,
      apiV3Key: own.apiV3Key,
      now,
      transport: async () => toResponse(await list()),
    })

  await changeLists()
  await forgeLists()
  await bringBackLists()

  /** Lists with changed bytes and headers. */
  async function changeLists() {
    const [mine, other] = [await fetchList(own, now), await fetchList(foreign, now)]
    for (let index = 0; index < MUTANTS * scale; index++) {
      const name = random.pick(Object.keys(mutations))
      const mutant = mutations[name]?.(mine, random, other) ?? mine
      const { value } = await settle(Promise.resolve(keysOver(async () => mutant).current()))
      tally.count(GROUP, 'no key comes from a list that was changed', value === undefined || ids.has(value.id), name)
    }
  }

  /** Lists that are made with what a stranger has: keys of its own, and for some the APIv3 key. */
  async function forgeLists() {
    const pair = await generateKeyPair()
    for (let index = 0; index < 30 * scale; index++) {
      const list = JSON.parse(new TextDecoder().decode((await fetchList(foreign, now)).body))
      const [entry] = list.data
      const apiV3Key = random.chance(0.5) ? own.apiV3Key : 'x'.repeat(32)
      const text = random.pick([
        pair.publicKey,
        pair.privateKey,
        '',
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      ])
      entry.encrypt_certificate = await encryptResource(text, { apiV3Key, associatedData: 'certificate' })
      const forged = await sign(JSON.stringify(list), entry.serial_no, pair.privateKey)
      const { value } = await settle(Promise.resolve(keysOver(async () => forged).current()))
      tally.count(
        GROUP,
        'no key comes from a list that a stranger made',
        value === undefined,
        JSON.stringify(text.slice(0, 30)),
      )
      // One that is genuine, but of another merchant.
      const other = await settle(Promise.resolve(keysOver(() => fetchList(foreign, now)).current()))
      tally.count(
        GROUP,
        'no key comes from the list of another merchant',
        other.value === undefined,
        'another APIv3 key',
      )
    }
  }

  /** A list from before a rotation, again. */
  async function bringBackLists() {
    for (let round = 0; round < 5 * scale; round++) {
      const recorded = await fetchList(own, now)
      let list = async () => fetchList(own, now)
      const keys = keysOver(() => list())
      const before = (await keys.current()).id
      const newest = await own.rotateCertificate()
      ids.add(newest)
      time += 61_000
      const found = await keys.find(newest)
      list = async () => recorded
      time += 100_000
      await settle(Promise.resolve(keys.find('ABCDEF')))
      const isKept =
        found?.id === newest && (await keys.find(newest))?.id === newest && (await keys.current()).id === newest
      tally.count(GROUP, 'an older list takes no newer certificate away', isKept, `${before} was before ${newest}`)
      list = async () => Promise.reject(new TypeError('network'))
      time += 13 * HOUR
      const still = (await settle(Promise.resolve(keys.find(newest)))).value
      tally.count(GROUP, 'a failed download takes no certificate away', still?.id === newest, newest)
      time += 6 * 365 * 24 * HOUR
      const expired = (await settle(Promise.resolve(keys.find(newest)))).value
      tally.count(GROUP, 'an expired certificate verifies nothing', expired === undefined, newest)
      time -= 6 * 365 * 24 * HOUR
    }
  }

  /** @param {string} text @param {string} serial @param {string} privateKey */
  async function sign(text, serial, privateKey) {
    const body = new TextEncoder().encode(text)
    const [timestamp, nonce] = [String(Math.floor(time / 1000)), 'abcdefghijklmnop']
    const signature = await (await importPrivateKey(privateKey)).sign(signedMessage({ timestamp, nonce, body }))
    const headers = {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': serial,
      'wechatpay-signature': signature,
    }
    return { status: 200, headers, body }
  }
}

/**
 * The list of a sandbox as it travels.
 *
 * @param {import('@wechatpay-kit/sandbox').Sandbox} sandbox @param {() => number} now
 * @returns {Promise<Plain>}
 */
async function fetchList(sandbox, now) {
  /** @type {Plain | undefined} */
  let list
  const { merchant, apiV3Key } = sandbox
  const keys = createCertificateKeys({
    merchant,
    apiV3Key,
    now,
    transport: async (url, request) => {
      const response = await sandbox.transport(url, request)
      const body = new Uint8Array(await response.arrayBuffer())
      list = { status: response.status, headers: Object.fromEntries(response.headers), body }
      return toResponse(list)
    },
  })
  await settle(Promise.resolve(keys.current()))
  if (!list) throw new Error('The sandbox gave no list.')
  return list
}

/** @param {import('@wechatpay-kit/sandbox').Sandbox} sandbox */
async function idOf({ platformKeys: [key] }) {
  if (!key) throw new Error('The sandbox has no certificate.')
  return key.id
}
