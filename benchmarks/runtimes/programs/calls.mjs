// The client's own work: its call in turn with the same five operations of bare WebCrypto.
import { createClient } from '@wechatpay-kit/endpoints'
import { createOptions, createTransport } from './alter.mjs'
import { fromBase64, importKey, toBase64 } from './webcrypto.mjs'

const WARM_UP = 60

/** Microseconds of a call, block by block. @param {import('../data.mjs').Data & { blocks: number, blockTime: number }} data */
export async function run(data) {
  const options = await createOptions(data)
  const { responses, json } = data
  // When the responses are used up, a new client takes them with the same keys.
  const create = () => createClient({ ...options, transport: createTransport(responses) })
  let wxpay = create()
  let left = responses.length
  const callClient = () => {
    if (left === 0) [wxpay, left] = [create(), responses.length]
    left--
    return wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
  }
  const tasks = { client: callClient, bare: await createBareCall(data) }
  for (const task of Object.values(tasks)) {
    if ((await task()).auth_code !== JSON.parse(responses[0]?.body ?? '').auth_code)
      throw new Error('The two calls gave different responses.')
  }
  const results = []
  for (const inFlight of [1, 8]) {
    const times = { client: /** @type {number[]} */ ([]), bare: /** @type {number[]} */ ([]) }
    const warmUp = await measure(tasks.client, WARM_UP, inFlight)
    await measure(tasks.bare, WARM_UP, inFlight)
    const calls = Math.max(inFlight, Math.round((1000 * data.blockTime) / warmUp))
    for (let block = 0; block < data.blocks; block++) {
      times.client.push(await measure(tasks.client, calls, inFlight))
      times.bare.push(await measure(tasks.bare, calls, inFlight))
    }
    results.push({ inFlight, ...times })
  }
  return results
}

/** @param {() => Promise<unknown>} task @param {number} calls @param {number} inFlight */
async function measure(task, calls, inFlight) {
  let left = calls
  const work = async () => {
    while (left-- > 0) await task()
  }
  const start = await readClock()
  await Promise.all(Array.from({ length: inFlight }, work))
  return (1000 * ((await readClock()) - start)) / calls
}

/** Workers stop the clock while they compute; it goes on when a timer fires. */
async function readClock() {
  if (globalThis.navigator?.userAgent === 'Cloudflare-Workers') await new Promise((resolve) => setTimeout(resolve))
  return performance.now()
}

/** @param {import('../data.mjs').Data} data */
async function createBareCall({ privatePem, platformPem, mchid, serialNumber, target, json, responses, now }) {
  const [response] = responses
  if (!response) throw new Error('There is no response.')
  const { subtle } = crypto
  const SIGNATURE = 'RSASSA-PKCS1-v1_5'
  const [signing, verifying, encrypting] = await Promise.all([
    importKey('pkcs8', privatePem, SIGNATURE, 'SHA-256', 'sign'),
    importKey('spki', platformPem, SIGNATURE, 'SHA-256', 'verify'),
    importKey('spki', platformPem, 'RSA-OAEP', 'SHA-1', 'encrypt'),
  ])
  const encoder = new TextEncoder()
  const encrypt = async (/** @type {string} */ text) =>
    toBase64(await subtle.encrypt('RSA-OAEP', encrypting, encoder.encode(text)))
  return async () => {
    const [cert_no, name, tel] = await Promise.all([json.cert_no, json.name, json.tel].map(encrypt))
    const body = JSON.stringify({ ...json, cert_no, name, tel })
    const nonce = crypto.randomUUID().replaceAll('-', '')
    const message = encoder.encode(`POST\n${target}\n${now / 1000}\n${nonce}\n${body}\n`)
    const signature = toBase64(await subtle.sign(SIGNATURE, signing, message))
    const request = { body, authorization: `${mchid} ${nonce} ${signature} ${serialNumber}` }
    const { headers } = response
    const signed = `${headers['Wechatpay-Timestamp']}\n${headers['Wechatpay-Nonce']}\n${response.body}\n`
    const received = fromBase64(headers['Wechatpay-Signature'])
    const isGood = await subtle.verify(SIGNATURE, verifying, received, encoder.encode(signed))
    if (!isGood || request.authorization === '') throw new Error('The response cannot be trusted.')
    return JSON.parse(response.body)
  }
}
