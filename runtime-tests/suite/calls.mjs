// The alter call: through the sandbox in process, and over HTTP where there is a server.

import { createClient as createCoreClient } from '@wechatpay-kit/client/core'
import { importPrivateKey, importPublicKey } from '@wechatpay-kit/crypto'
import { createClient, defineOperation, echo } from '@wechatpay-kit/endpoints'
import * as alter from '@wechatpay-kit/endpoints/v3/gov/subsidy/zhejiang/qualifications/alter'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { check, equal, fails } from './check.mjs'

export const json = {
  cate_code: 'A01',
  cert_no: '330102199001011234',
  name: '张三',
  tel: '13800138000',
  req_ssn: '123',
}

/**
 * @param {typeof import('./vectors.mjs').vectors} vectors
 * @param {string | undefined} origin of a sandbox with the account of the vectors
 * @returns {import('./run.mjs').Case[]}
 */
export function callCases({ account, keys }, origin) {
  const accountOptions = async () => ({
    merchant: { ...account.merchant, privateKey: await importPrivateKey(String(keys['merchant.private'])) },
    platformKeys: [{ id: account.platformKeyId, key: await importPublicKey(String(keys['platform.public'])) }],
  })
  /** @type {import('./run.mjs').Case[]} */
  const inProcess = [
    [
      'alter in process, its sensitive fields encrypted',
      async () => {
        const sandbox = await createSandbox()
        let wire = ''
        const { merchant, platformKeys } = sandbox
        const wxpay = createClient({
          merchant,
          platformKeys,
          transport: async (url, request) => {
            wire += JSON.stringify(request)
            return sandbox.transport(url, request)
          },
        })
        const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
        equal([resp_code, sandbox.qualifications.get(json.cert_no)?.auth_code], ['000000', auth_code])
        check(!/330102199001011234|13800138000|张三/.test(wire), 'a sensitive field left in plain text')
      },
    ],
    [
      'alter in process, in the other two notations, from the core entry',
      async () => {
        const { merchant, platformKeys, transport } = await createSandbox()
        const wxpay = createCoreClient({ merchant, platformKeys, transport, operations: [alter.post] })
        const path = 'v3/gov/subsidy/zhejiang/qualifications/alter'
        equal((await wxpay.chain(path).post({ json }).json()).resp_code, '000000')
        equal((await (await wxpay[path].post({ json })).json()).resp_code, '000000')
      },
    ],
    [
      'a described call that no world plays',
      async () => {
        const { merchant, platformKeys, transport } = await createSandbox()
        const order = createClient({ merchant, platformKeys, transport }).chain('v3/payscore/serviceorder')
        const query = { out_order_no: 'order-1', service_id: '2002', appid: 'wxd678efh567hg6787' }
        const found = /** @type {Record<string, string>} */ (await order.get({ query }).json())
        equal([found['out_order_no'], found['state'], found['order_id']], ['order-1', 'DONE', '13575685302394230663'])
      },
    ],
    [
      'the promise of a call is one that the runtime itself can wait for',
      async () => {
        const { merchant, platformKeys, transport } = await createSandbox()
        const wxpay = createClient({ merchant, platformKeys, transport })
        const call = () => wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
        // Without looking at its `then`, as servers, streams and locks do.
        const response = await new Promise((resolve, reject) => {
          Promise.prototype.then.call(call(), resolve, reject)
        })
        equal(response.status, 200)
        const start = (/** @type {ReadableStreamDefaultController} */ controller) =>
          call().then(() => controller.close())
        equal(await new Response(new ReadableStream({ start })).text(), '')
      },
    ],
    [
      'field encryption by hand, there and back',
      async () => {
        const { merchant, platformKeys, transport } = await createSandbox()
        const wxpay = createClient({ merchant, platformKeys, transport })
        const findings = await wxpay.checkSetup()
        equal(
          findings.filter(({ status }) => status === 'failed'),
          [],
        )
        check((await wxpay.encrypt('张三')).length === 344, 'a ciphertext of a 2048-bit key has 344 characters')
      },
    ],
    [
      'an encrypted response field, decrypted by json() and by hand',
      async () => {
        const { merchant, platformKeys, transport } = await createSandbox()
        const wxpay = createClient({ merchant, platformKeys, transport, operations: [echo] })
        const sent = { echo_message: 'hello', encrypted_echo_message: '张三' }
        const call = wxpay.v3.security.echo.post({ json: sent })
        const response = await call
        const clone = response.clone()
        equal([await call.json(), await response.json(), await clone.json()], [sent, sent, sent])
        const { encrypted_echo_message: ciphertext } = JSON.parse(await response.text())
        equal(
          [await wxpay.decrypt(ciphertext), JSON.parse(await clone.text())],
          ['张三', { ...sent, encrypted_echo_message: ciphertext }],
        )
      },
    ],
    [
      'a response without content, whose json() is undefined',
      async () => {
        const { merchant, platformKeys, transport, failNext } = await createSandbox()
        const path = 'v3/some/order'
        const wxpay = createCoreClient({
          merchant,
          platformKeys,
          transport: async (url, request) => {
            failNext({ body: '' })
            const { headers } = await transport(url, request)
            return new Response(null, { status: 204, headers })
          },
          operations: [defineOperation({ method: 'DELETE', path })],
        })
        const response = await wxpay[path].delete()
        equal(response.status, 204)
        check((await response.json()) === undefined, 'the response has no JSON')
        check((await response.clone().json()) === undefined, 'nor has its clone')
      },
    ],
  ]
  if (!origin) return inProcess
  return [
    ...inProcess,
    [
      'alter over HTTP',
      async () => {
        const wxpay = createClient({ ...(await accountOptions()), baseUrls: [origin] })
        const { resp_code, auth_code } = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json }).json()
        equal(resp_code, '000000')
        check(/^\w+$/.test(auth_code), 'there should be a voucher code')
      },
    ],
    [
      'a POST whose connection breaks is sent once, over a kept connection too',
      async () => {
        const wxpay = createClient({ ...(await accountOptions()), baseUrls: [origin] })
        const id = crypto.randomUUID()
        // Its response is unsigned; the connection is kept where the runtime keeps any.
        await fails(() => wxpay.chain('v3/hang-up').get(), 'SIGNATURE_HEADER_MISSING')
        const post = () => wxpay.chain('v3/hang-up').post({ query: { id }, json: { out_refund_no: id } })
        const error = await fails(post, 'TRANSPORT_NETWORK_FAILED')
        const { outcome } = /** @type {import('@wechatpay-kit/endpoints').TransportError} */ (error)
        const sent = await (await fetch(`${origin}/wire/hang-ups?id=${id}`)).json()
        equal([outcome, sent], ['unknown', 1], 'the outcome, and the number of POSTs')
      },
    ],
    [
      'download over HTTP, its hash checked',
      async () => {
        const wxpay = createClient({ ...(await accountOptions()), baseUrls: [origin] })
        const bill = await wxpay
          .chain('v3/bill/tradebill')
          .get({ query: { bill_date: '2026-01-01' } })
          .json()
        const { download_url, hash_type, hash_value } = /** @type {Record<string, string>} */ (bill)
        const hash = { type: /** @type {'SHA1'} */ (hash_type), value: String(hash_value) }
        const { pathname, search } = new URL(String(download_url))
        const file = await wxpay.download(origin + pathname + search, { hash })
        check((await file.text()).length > 0, 'the bill is empty')
      },
    ],
  ]
}
