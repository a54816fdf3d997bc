// The scene of every attack: a merchant, a WeChat Pay of our own, and its genuine responses.
import { importPrivateKey, signedMessage } from '@wechatpay-kit/crypto'
import { createClient } from '@wechatpay-kit/endpoints'
import { createSandbox, generateKeyPair } from '@wechatpay-kit/sandbox'

/** @typedef {{ status: number, headers: Record<string, string>, body: Uint8Array<ArrayBuffer> }} Plain */
/** @typedef {Awaited<ReturnType<typeof createScene>>} Scene */
/** @typedef {import('@wechatpay-kit/endpoints').ClientOptions} ClientOptions */

export const ALTER = 'v3/gov/subsidy/zhejiang/qualifications/alter'
export const person = { cert_no: '330102199001011234', name: '欧阳若兮', tel: '13800138000' }
const HOST = 'https://sandbox.example'

/** Signer of a merchant whose signature is not what is attacked: it costs nothing. */
const IDLE_SIGNER = { sign: async () => 'AAAA' }

export async function createScene() {
  const keys = await makeKeys()
  const sandbox = await createSandbox({ ...keys, platformKeyKind: 'public-key' })
  const [platform] = sandbox.platformKeys
  const platformSigner = await importPrivateKey(keys.platform.keys.privateKey)
  let number = 0

  /** A client of the sandbox, of one attempt unless told otherwise. @param {Partial<ClientOptions>} options */
  const connect = (options = {}) => {
    const { merchant, platformKeys, transport } = sandbox
    return createClient({ merchant, platformKeys, transport, retry: { maxAttempts: 1 }, ...options })
  }
  /** A client whose own signature nobody checks. @param {ClientOptions['transport']} transport @param {object} options */
  const connectIdle = (transport, options = {}) =>
    connect({ transport, merchant: { ...sandbox.merchant, privateKey: IDLE_SIGNER }, ...options })

  /** Values of a fresh alteration. */
  const makeJson = () => ({ cate_code: 'A01', ...person, req_ssn: `R${++number}` })

  /**
   * Signs a body as WeChat Pay would.
   *
   * @param {number} status @param {string | Uint8Array<ArrayBuffer>} text @param {number} age - seconds since it was signed.
   * @returns {Promise<Plain>}
   */
  const sign = async (status, text, age = 0) => {
    const body = typeof text === 'string' ? new TextEncoder().encode(text) : text
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000) - age), crypto.randomUUID().replaceAll('-', '')]
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'request-id': '08F0-0',
      'wechatpay-nonce': nonce,
      'wechatpay-serial': keys.platform.id,
      'wechatpay-signature': await platformSigner.sign(signedMessage({ timestamp, nonce, body })),
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-timestamp': timestamp,
    }
    return { status, headers, body }
  }
  if (!platform) throw new Error('The sandbox has no key.')
  return { keys, sandbox, platform, connect, connectIdle, makeJson, sign, host: HOST }
}

async function makeKeys() {
  return {
    merchant: { mchid: '1900000000', serialNumber: 'ABCDEF01', keys: await generateKeyPair() },
    platform: { id: 'PUB_KEY_ID_0119000000002026010100000000000001', keys: await generateKeyPair() },
  }
}

/** Makes a response of a plain one. @param {Plain} plain */
export function toResponse({ status, headers, body }) {
  const isEmpty = [101, 204, 205, 304].includes(status)
  return new Response(isEmpty ? null : body, { status, headers })
}

/**
 * Gives what became of a promise, with nothing thrown.
 *
 * @template Value
 * @param {PromiseLike<Value>} promise
 * @returns {Promise<{ value: Value, error?: undefined } | { value?: undefined, error: any }>}
 */
export async function settle(promise) {
  try {
    return { value: await promise }
  } catch (error) {
    return { error: error ?? new Error('nothing was thrown') }
  }
}
