// What one alter call costs the CPU without sockets, by a client and by the same steps without it. Both in this one process, in
// turn, so that what else the machine does meets them alike; one client, as a program has: the code of several is slower.
import nodeCrypto from 'node:crypto'
import * as webcrypto from '@wechatpay-kit/crypto'
import * as nodeKeys from '@wechatpay-kit/crypto/node'
import { createClient } from '@wechatpay-kit/endpoints'
import { generateKeyPair } from '@wechatpay-kit/sandbox'
import { describeRequest } from '../requests.mjs'
import { BODY, createBare, createNodeOperations, createWebOperations } from './bare.mjs'

/** @typedef {(json: any) => Promise<any>} Alter */

const { names, rounds, calls, warmup, inFlight } = JSON.parse(process.argv[2] ?? '{}')
const merchant = { mchid: '1900000000', serialNumber: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB' }
const [own, platform] = [await generateKeyPair(), await generateKeyPair()]
const id = 'PUB_KEY_ID_0119000000002026010100000000000000'
const { create } = describeRequest(undefined)

/** Responses that are signed already: a client takes each once. */
function signResponses() {
  const key = nodeCrypto.createPrivateKey(platform.privateKey)
  return Array.from({ length: warmup + rounds * calls }, (_, index) => {
    const timestamp = String(Math.floor(Date.now() / 1000))
    const nonce = `${index}`.padStart(32, '0')
    const signature = nodeCrypto
      .sign('sha256', Buffer.from(`${timestamp}\n${nonce}\n${BODY}\n`), key)
      .toString('base64')
    return {
      'content-type': 'application/json',
      'request-id': '08B0D0A5',
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': id,
      'wechatpay-signature': signature,
    }
  })
}

const responses = signResponses()

/** A transport that responds at once, as if a socket had become readable. */
function createTransport() {
  let next = 0
  const body = new TextEncoder().encode(BODY)
  return async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return new Response(body.slice(), { headers: responses[next++] ?? {} })
  }
}

/** @typedef {import('@wechatpay-kit/crypto').PrivateKey} PrivateKey */
/** @typedef {import('@wechatpay-kit/crypto').PublicKey} PublicKey */

/** @param {PrivateKey} privateKey @param {PublicKey} key @returns {Alter} */
function createKit(privateKey, key) {
  const wxpay = createClient({
    merchant: { ...merchant, privateKey },
    platformKeys: [{ id, key }],
    transport: createTransport(),
  })
  return (json) => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
}

/** @param {typeof nodeKeys | typeof webcrypto} keys */
async function createKitOn({ importPrivateKey, importPublicKey }) {
  return createKit(await importPrivateKey(own.privateKey), await importPublicKey(platform.publicKey))
}

/** The kit on keys that do what the bare steps on node:crypto do, and hand nothing over. */
function createKitInStep() {
  const { encrypt, sign, verify } = createNodeOperations(keys)
  const toBase64 = (/** @type {any} */ bytes) => Buffer.from(bytes).toString('base64')
  const privateKey = {
    sign: async (/** @type {any} */ message) => toBase64(await sign(message)),
    decrypt: async () => new Uint8Array(),
  }
  const publicKey = {
    maxPlaintextBytes: 214,
    encrypt: async (/** @type {any} */ text) => toBase64(await encrypt(text)),
    verify: async (/** @type {any} */ message, /** @type {string} */ signature) =>
      verify(Buffer.from(signature, 'base64'), message),
  }
  return createKit(privateKey, publicKey)
}

/** The kit on keys that compute nothing, which leaves its own steps alone. */
function createKitAlone() {
  const bytes = nodeCrypto.randomBytes(256).toString('base64')
  const sign = async () => bytes
  const decrypt = async () => new Uint8Array()
  const publicKey = { maxPlaintextBytes: 214, encrypt: sign, verify: async () => true }
  return createKit({ sign, decrypt }, publicKey)
}

const keys = { privateKey: own.privateKey, publicKey: platform.publicKey }
const account = { ...merchant, id }
/** @type {Record<string, () => Alter | Promise<Alter>>} */
const VARIANTS = {
  'bare WebCrypto': async () => createBare(account, await createWebOperations(keys), createTransport()),
  'kit on WebCrypto': () => createKitOn(webcrypto),
  'bare node:crypto, synchronous': () => createBare(account, createNodeOperations(keys), createTransport()),
  'kit on crypto/node': () => createKitOn(nodeKeys),
  'kit on node:crypto, synchronous': createKitInStep,
  'kit without cryptography': createKitAlone,
}
/** @type {Record<string, Alter>} */
const variants = {}
for (const name of names) {
  const variant = await VARIANTS[name]?.()
  if (variant) variants[name] = variant
}

/** Makes calls, so many at a time. @param {Alter} alter @param {number} count */
async function makeCalls(alter, count) {
  let left = count
  const work = async () => {
    while (left-- > 0) {
      const { resp_code } = await alter(create(`${left}`))
      if (resp_code !== '000000') throw new Error('A call failed.')
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
}

/** @type {Record<string, number[]>} */
const figures = Object.fromEntries(Object.keys(variants).map((name) => [name, []]))
for (const alter of Object.values(variants)) await makeCalls(alter, warmup)
// Without a forced collection between rounds: with no call in flight, it takes the hidden classes of calls away, and with them all
// code that was compiled for them, which no process under load goes through.
for (let round = 0; round < rounds; round++) {
  for (const [name, alter] of Object.entries(variants)) {
    const start = process.cpuUsage()
    await makeCalls(alter, calls)
    const { user, system } = process.cpuUsage(start)
    figures[name]?.push((user + system) / calls)
  }
}
console.log(JSON.stringify(figures))
