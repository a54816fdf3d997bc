// Files: what is loaded for them on demand, and what depends on the streams and the cryptography of the runtime.
import { createClient, readBill } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { check, equal, fails } from './check.mjs'
import { createSales } from './sales.mjs'

/** @typedef {import('@wechatpay-kit/endpoints').DownloadOptions} DownloadOptions */

/** Not everywhere: `gunzip` is refused then. */
const canUnpack = typeof DecompressionStream === 'function'

/** Downloads this body. @param {BodyInit} body @param {DownloadOptions} options */
async function download(body, options) {
  const { merchant, platformKeys } = await createSandbox()
  const wxpay = createClient({ merchant, platformKeys, transport: async () => new Response(body) })
  return wxpay.download('v3/billdownload/file?token=top-secret', options)
}

/** Asks a sandbox for an encrypted bill, packed where it can be unpacked. @param {(bytes: Uint8Array<ArrayBuffer>) => void} [change] to the file */
async function downloadEncrypted(change) {
  const storage = createSales({ payments: 2000 })
  const { merchant, platformKeys, transport } = await createSandbox({ storage })
  const wxpay = createClient({
    merchant,
    platformKeys,
    transport: async (url, request) => {
      const response = await transport(url, request)
      if (!change || !url.includes('downloadurl')) return response
      const bytes = new Uint8Array(await response.arrayBuffer())
      change(bytes)
      return new Response(bytes)
    },
  })
  const packing = canUnpack ? { tar_type: 'GZIP' } : {}
  const bill = { bill_date: '2026-01-01', sub_mchid: '1900000001', account_type: 'ALL' }
  const query = { ...bill, algorithm: 'AEAD_AES_256_GCM', ...packing }
  const published = await wxpay.chain('v3/bill/sub-merchant-fundflowbill').get({ query }).json()
  const { download_bill_list } = /** @type {{ download_bill_list: Record<string, string>[] }} */ (published)
  const { download_url = '', hash_value = '', encrypt_key = '', nonce = '' } = download_bill_list[0] ?? {}
  const encryption = { encrypt_key, nonce }
  return wxpay.download(download_url, { hash: { type: 'SHA1', value: hash_value }, encryption, gunzip: canUnpack })
}

/** @returns {import('./run.mjs').Case[]} */
export function fileCases() {
  return [
    [
      'an encrypted bill, decrypted, unpacked, hashed and read',
      async () => {
        const bill = readBill(await downloadEncrypted())
        let fen = 0
        for await (const row of bill) fen += row['收支类型'] === '收入' ? (row['收支金额(元)'] ?? 0) : 0
        equal([bill.summary?.资金流水总笔数, bill.summary?.收入金额], ['4000', fen])
      },
    ],
    [
      'a bill that is left early is cancelled',
      async () => {
        let isCancelled = false
        const encoder = new TextEncoder()
        const body = new ReadableStream({
          pull: (controller) => controller.enqueue(encoder.encode('时间,金额\n`a,`1.00\n')),
          cancel: () => {
            isCancelled = true
          },
        })
        for await (const row of readBill(new Response(body))) {
          equal(row, { 时间: 'a', 金额: 100 })
          break
        }
        check(isCancelled, 'the body should be cancelled')
      },
    ],
    [
      'an encrypted bill that was changed is not handed over',
      async () => {
        const file = await downloadEncrypted((bytes) => bytes.fill(~Number(bytes[100]), 100, 101))
        await fails(() => file.text(), 'FILE_DECRYPTION_FAILED')
      },
    ],
    [
      'a file whose hash is SM3',
      async () => {
        const value = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'
        equal(await (await download('abc', { hash: { type: 'SM3', value } })).text(), 'abc')
        const other = await download('abd', { hash: { type: 'SM3', value } })
        await fails(() => other.text(), 'HASH_MISMATCH')
      },
    ],
    [
      'a packed file that becomes too large ends at its limit',
      async () => {
        const options = /** @type {const} */ ({ hash: 'unchecked', gunzip: true })
        if (!canUnpack) return fails(() => download('', options), 'VALIDATION_FAILED')
        const zeros = new Blob([new Uint8Array(2 ** 22)]).stream().pipeThrough(new CompressionStream('gzip'))
        const packed = await new Response(zeros).arrayBuffer()
        check(packed.byteLength < 2 ** 14, 'the file is not small')
        const file = await download(packed, { ...options, maxUnpackedBytes: 2 ** 20 })
        await fails(() => file.arrayBuffer(), 'TRANSPORT_RESPONSE_TOO_LARGE')
        const whole = await download(packed, { ...options, maxUnpackedBytes: 2 ** 22 })
        return equal((await whole.arrayBuffer()).byteLength, 2 ** 22)
      },
    ],
  ]
}
