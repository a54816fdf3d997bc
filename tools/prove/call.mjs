// Calls an operation as a user of its client does, files too.
/** @import { CatalogueOperation } from '@wechatpay-kit/catalogue' */
/** @import { Given } from './other-side.mjs' */
import { createHash } from 'node:crypto'
import { readMeta, WRITTEN } from './requests.mjs'

/** The file of all uploads and downloads. */
export const FILE = { name: '图片 1.png', bytes: new TextEncoder().encode('%PNG 微信支付') }
/** Its hash. */
export const SHA256 = createHash('sha256').update(FILE.bytes).digest('hex')

/** A client as the proof uses it: its types are proved elsewhere. @typedef {{ [option: string]: unknown }} Options */
/** @typedef {Promise<Response> & { json(): Promise<unknown> }} Called */
/** @typedef {{ chain(path: string): Record<string, (options: Options) => Called>, upload(path: string, options: Options): Called, download(path: string, options: Options): Promise<Response> }} CallingClient */

/** Calls an operation as a user does; gives the JSON of its response, or the bytes of the file. @param {CatalogueOperation} facts @param {Given} given @param {CallingClient} wxpay @param {{ validation?: 'off' }} more */
export async function callOperation(facts, { json, ...options }, wxpay, more) {
  const path = facts.path.slice(1)
  if (facts.upload) {
    const file = new File([FILE.bytes], FILE.name, { type: 'image/png' })
    return wxpay.upload(path, { ...options, ...more, file, ...(json ? { meta: json } : {}) }).json()
  }
  if (facts.download) {
    // Statements come with a hash that is signed.
    const hash = facts.responseHeaders ? {} : { hash: { type: 'SHA256', value: SHA256 } }
    const response = await wxpay.download(path, { ...options, ...hash })
    return new Uint8Array(await response.arrayBuffer())
  }
  const method = wxpay.chain(path)[facts.method.toLowerCase()]
  if (!method) throw new Error(`The client has no method ${facts.method}.`)
  return method({ ...options, ...more, ...(json === undefined ? {} : { json }) }).json()
}

/** Adds what the client writes into an upload by itself. @param {CatalogueOperation} facts @param {Given} given @returns {Given} */
export function completeUpload(facts, given) {
  const described = readMeta(facts)?.fields
  const names = described ? Object.keys(described) : ['filename', 'sha256']
  const written = names
    .filter((name) => WRITTEN.includes(name))
    .map((name) => [name, name.startsWith('file') && name !== 'file_digest' ? FILE.name : SHA256])
  const json = { ...Object(given.json), ...Object.fromEntries(written) }
  return { ...given, json, file: FILE }
}
