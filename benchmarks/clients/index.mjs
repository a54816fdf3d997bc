// Clients that are compared. Each module beside this one exports `createClient`.
import { readFileSync } from 'node:fs'

/**
 * Account that a client is given.
 *
 * @typedef {object} Account
 * @property {string} url origin of the server
 * @property {{ mchid: string, serialNumber: string, privateKey: string, publicKey: string }} merchant keys as PEM
 * @property {{ id: string, publicKey: string }} platform key as PEM
 * @property {string} apiV3Key
 */

/**
 * A client: takes plain values, gives the response's JSON, and rejects whatever is not a verified success.
 *
 * @typedef {{ alter(json: any): Promise<any>, confirm?(json: any): Promise<any> }} Client
 */

/**
 * @typedef {object} Contestant
 * @property {string} name of its module
 * @property {string} title for people
 * @property {'kit' | 'peer' | 'floor' | 'plain'} kind plain ones neither encrypt nor sign nor verify
 */

const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const titleOf = (/** @type {string} */ dependency) => `${dependency} ${dependencies[dependency]}`

/** @type {readonly Contestant[]} */
export const contestants = [
  { name: 'kit-node', title: 'kit, undici transport, crypto/node', kind: 'kit' },
  { name: 'kit-undici', title: 'kit, undici transport', kind: 'kit' },
  { name: 'kit-fetch', title: 'kit, fetch transport', kind: 'kit' },
  { name: 'axios-plugin', title: titleOf('wechatpay-axios-plugin'), kind: 'peer' },
  { name: 'node-v3', title: titleOf('wechatpay-node-v3'), kind: 'peer' },
  { name: 'floor', title: 'floor: bare WebCrypto + undici', kind: 'floor' },
  { name: 'plain-undici', title: 'the same POST without crypto, undici', kind: 'plain' },
  { name: 'plain-fetch', title: 'the same POST without crypto, fetch', kind: 'plain' },
]
