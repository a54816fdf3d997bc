// Calls over HTTP to a sandbox that another runtime serves; these cases run on Node.js.
import { once } from 'node:events'
import { createServer, request as sendRequest } from 'node:http'
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, echo, readNotification, zhejiang } from '@wechatpay-kit/endpoints'
import { check, equal, fails } from '../check.mjs'
import { vectors } from '../vectors.mjs'
import { apiV3Key } from './sandbox.mjs'

const person = { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000' }

/** Milliseconds within which a notification has to arrive. */
const DEADLINE = 10_000

/**
 * @typedef {object} Served
 * @property {string} origin
 * @property {boolean} isOpen whether its control responds under any host name
 */

/**
 * The cases of calls, and those of the control. @param {Served} served @param {boolean} isBroken whether the client has
 * wrong keys, with which every case of a call has to fail; for the launcher @public
 * @returns {{ calls: import('../run.mjs').Case[], control: import('../run.mjs').Case[] }}
 */
export function listServedCases({ origin, isOpen }, isBroken = false) {
  const { account, keys } = vectors
  const secret = isBroken ? apiV3Key.toLowerCase() : apiV3Key
  const readOptions = async () => {
    const merchant = { ...account.merchant, privateKey: await importPrivateKey(String(keys['merchant.private'])) }
    const publicKey = await importPublicKey(String(keys[isBroken ? 'merchant.public' : 'platform.public']))
    return {
      merchant,
      platformKeys: [{ id: account.platformKeyId, key: publicKey }],
      baseUrls: /** @type {const} */ ([origin]),
    }
  }
  const open = async () => createClient({ ...(await readOptions()), operations: [...zhejiang, echo] })
  const alter = async (/** @type {Awaited<ReturnType<typeof open>>} */ wxpay) => {
    const json = { ...person, req_ssn: crypto.randomUUID() }
    const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
    equal(resp_code, '000000')
    check(/^\w+$/.test(auth_code), 'there should be a voucher code')
  }
  const order = async (/** @type {string} */ out_trade_no, /** @type {string} */ notify_url) => {
    const { appid, payer } = { appid: 'wxd678efh567hg6787', payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } }
    const { mchid } = account.merchant
    const json = { appid, mchid, out_trade_no, notify_url, description: '茶叶, 一盒', amount: { total: 100 }, payer }
    await (await open()).chain('v3/pay/transactions/jsapi').post({ json })
  }
  return {
    calls: [
      ['alter, its three sensitive fields encrypted', async () => alter(await open())],
      [
        'echo, its field encrypted both ways, and its notification',
        async () => {
          const { platformKeys } = await readOptions()
          const receiver = await receiveOne((request) =>
            readNotification(request, { keys: platformKeys, apiV3Key: secret }),
          )
          try {
            const wxpay = await open()
            const json = { echo_message: 'hello', encrypted_echo_message: '张三', notify_url: receiver.url }
            const { notify_url, ...sent } = json
            equal(await wxpay.v3.security.echo.post({ json }).json(), sent)
            const { event_type, resource } = await receiver.received
            equal([event_type, resource], ['SECURITY_ECHO.SUCCESS', { echo_message: 'hello' }])
          } finally {
            receiver.close()
          }
        },
      ],
      [
        'alter with the certificates, which the runtime makes',
        async () => {
          const { merchant, baseUrls } = await readOptions()
          const platformKeys = [createCertificateKeys({ merchant, baseUrls, apiV3Key: secret })]
          await alter(createClient({ merchant, baseUrls, platformKeys, operations: [...zhejiang, echo] }))
        },
      ],
      [
        'an order that is paid: its notification, and the query',
        async () => {
          const { platformKeys } = await readOptions()
          const receiver = await receiveOne((request) =>
            readNotification(request, { keys: platformKeys, apiV3Key: secret }),
          )
          try {
            const out_trade_no = createNumber()
            await order(out_trade_no, receiver.url)
            const headers = { 'Content-Type': 'application/json' }
            const body = JSON.stringify({ out_trade_no })
            equal((await fetch(`${origin}/sandbox/pay`, { method: 'POST', headers, body })).status, 200)
            const { event_type, resource } = await receiver.received
            const [params, query] = [{ out_trade_no }, { mchid: account.merchant.mchid }]
            const path = 'v3/pay/transactions/out-trade-no/{out_trade_no}'
            const queried = await (await open()).chain(path).get({ params, query }).json()
            equal([event_type, resource], ['TRANSACTION.SUCCESS', queried])
            equal(/** @type {Record<string, string>} */ (queried).trade_state, 'SUCCESS')
          } finally {
            receiver.close()
          }
        },
      ],
      [
        'an order that is closed, by a response of 204',
        async () => {
          const out_trade_no = createNumber()
          await order(out_trade_no, 'https://shop.example/')
          const path = 'v3/pay/transactions/out-trade-no/{out_trade_no}/close'
          const json = { mchid: account.merchant.mchid }
          equal((await (await open()).chain(path).post({ params: { out_trade_no }, json })).status, 204)
        },
      ],
      [
        'a call that only its description knows',
        async () => {
          const query = { out_order_no: createNumber(), service_id: '500001', appid: 'wxd678efh567hg6787' }
          const response = await (await open()).chain('v3/payscore/serviceorder').get({ query }).json()
          equal(/** @type {Record<string, string>} */ (response).out_order_no, query.out_order_no)
        },
      ],
      [
        'an upload',
        async () => {
          const file = new File([new Uint8Array(100_000)], '图 1.png', { type: 'image/png' })
          const uploaded = await (await open()).upload('v3/merchant/media/upload', { file }).json()
          const { media_id } = /** @type {Record<string, string>} */ (uploaded)
          check(/^\w+$/.test(String(media_id)), 'there should be a media id')
        },
      ],
      [
        'a download, packed, its hash checked',
        async () => {
          const wxpay = await open()
          const query = { bill_date: nameToday(), tar_type: 'GZIP' }
          const bill = await wxpay.chain('v3/bill/tradebill').get({ query }).json()
          const { download_url, hash_value } = /** @type {Record<string, string>} */ (bill)
          const hash = { type: /** @type {const} */ ('SHA1'), value: String(hash_value) }
          const file = await wxpay.download(String(download_url), { hash, gunzip: true })
          check((await file.text()).includes('总交易单数'), 'the bill has no summary')
        },
      ],
      [
        'a refusal that is signed',
        async () => {
          const wxpay = await open()
          const call = () => wxpay.chain('v3/bill/tradebill').get({ query: { bill_date: 'yesterday' } })
          const error = await fails(call, 'API_ERROR')
          const { apiCode, verified } = /** @type {import('@wechatpay-kit/endpoints').ApiError} */ (error)
          equal([apiCode, verified], ['PARAM_ERROR', true], 'the code, and whether its signature was verified')
        },
      ],
    ],
    control: [
      [
        'the control responds under a name of its own machine, and under others where it is open',
        async () => {
          const own = await fetch(`${origin}/sandbox`)
          equal([own.status, own.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
          equal(await getUnder('sandbox.example', `${origin}/sandbox`), isOpen ? 200 : 403)
        },
      ],
    ],
  }
}

/** The day in China, as `2026-11-26`. */
const nameToday = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

const createNumber = () => crypto.randomUUID().replaceAll('-', '')

/** Receives one request at an address of its own. @template Value @param {(request: Request) => Promise<Value>} read */
async function receiveOne(read) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const url = `http://127.0.0.1:${port}/`
  const received = once(server, 'request', { signal: AbortSignal.timeout(DEADLINE) }).then(
    async ([incoming, outgoing]) => {
      const body = Buffer.concat(await incoming.toArray())
      outgoing.writeHead(204).end()
      return read(new Request(url, { method: incoming.method, headers: incoming.headers, body }))
    },
  )
  // Whoever fails before waits for nothing.
  received.catch(() => {})
  return { url, received, close: () => server.close().closeAllConnections() }
}

/** The status of a GET under another host name. @param {string} host @param {string} url @returns {Promise<number | undefined>} */
async function getUnder(host, url) {
  const sent = sendRequest(url, { headers: { host } }).end()
  const [response] = await once(sent, 'response')
  response.resume()
  return response.statusCode
}
