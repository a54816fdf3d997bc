// Many calls on few orders to a sandbox that is served: its memory has to stay what it is.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCertificateKeys } from '@wechatpay-kit/client/certificate-keys'
import { createClient, echo, zhejiang } from '@wechatpay-kit/endpoints'
import { createUndiciTransport } from '@wechatpay-kit/transport-undici'
import { readClientOptions } from './account.mjs'

const ORDERS = 1000
const IN_FLIGHT = 32
/** Number of times that the heap is measured, and the first that counts: before it, the sandbox compiles and fills what is bounded. */
const [SAMPLES, SETTLED] = [10, 5]
/** The greatest growth from there to the end. */
const MOST_GROWTH = 0.05

/** Calls, and prints the heap of the sandbox; says whether it stayed the same. @param {number} calls @returns {Promise<boolean>} */
export async function soakMemory(calls) {
  const server = fork(new URL('memory-server.mjs', import.meta.url))
  const [{ url, account, apiV3Key }] = await once(server, 'message')
  const receiver = createServer(
    (request, response) => void request.resume().on('end', () => response.writeHead(204).end()),
  )
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const notify_url = `http://127.0.0.1:${Object(receiver.address()).port}/`
  const options = { ...(await readClientOptions(account)), baseUrls: /** @type {[string]} */ ([url]) }
  const certificateKeys = () =>
    createCertificateKeys({ merchant: options.merchant, apiV3Key, baseUrls: options.baseUrls, transport })
  const transport = createUndiciTransport()
  const wxpay = createClient({ ...options, transport, operations: [...zhejiang, echo] })
  const measure = async () => {
    server.send('measure')
    const [figures] = await once(server, 'message')
    return /** @type {{ heap: number, resident: number }} */ (figures)
  }

  const orders = Array.from({ length: ORDERS }, (_, index) => `ORDER${index}`)
  const { mchid } = options.merchant
  const orderJson = (/** @type {string} */ out_trade_no) => ({
    appid: 'wxd678efh567hg6787',
    mchid,
    description: '茶叶, 一盒',
    out_trade_no,
    notify_url,
    amount: { total: 100 },
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  })
  const refundJson = (/** @type {string} */ out_trade_no) => ({
    out_trade_no,
    out_refund_no: `REFUND-${out_trade_no}`,
    notify_url,
    amount: { refund: 40, total: 100, currency: 'CNY' },
  })
  const order = (/** @type {string} */ number) =>
    wxpay.chain('v3/pay/transactions/jsapi').post({ json: orderJson(number) })
  const refund = (/** @type {string} */ number) =>
    wxpay.chain('v3/refund/domestic/refunds').post({ json: refundJson(number) })
  const command = async (/** @type {string} */ name, /** @type {object} */ json) => {
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(`${url}/sandbox/${name}`, { method: 'POST', headers, body: JSON.stringify(json) })
    if (!response.ok) throw new Error(await response.text())
    await response.arrayBuffer()
  }
  const isPaid = (/** @type {string} */ number) => Number(number.slice(5)) % 2 === 0
  const other = (/** @type {string} */ number) => `ORDER${(Number(number.slice(5)) + 1) % ORDERS}`
  const paid = (/** @type {string} */ number) => (isPaid(number) ? number : other(number))
  const unpaid = (/** @type {string} */ number) => (isPaid(number) ? other(number) : number)

  /** One call of each kind, for an order. @type {Readonly<Record<string, (number: string, index: number) => PromiseLike<unknown>>>} */
  const kinds = {
    query: (number) =>
      wxpay
        .chain('v3/pay/transactions/out-trade-no/{out_trade_no}')
        .get({ params: { out_trade_no: number }, query: { mchid } }),
    'order again': (number) => order(unpaid(number)),
    'refund again': (number) => refund(paid(number)),
    'query of a refund': (number) =>
      wxpay
        .chain('v3/refund/domestic/refunds/{out_refund_no}')
        .get({ params: { out_refund_no: `REFUND-${paid(number)}` } }),
    alter: (number, index) => {
      const json = { cate_code: 'A01', cert_no: number, name: '张三', tel: '13800138000', req_ssn: String(index) }
      return wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({ json })
    },
    echo: () => {
      const json = { echo_message: 'hello', encrypted_echo_message: '张三', notify_url }
      return wxpay.v3.security.echo.post({ json }).json()
    },
    described: (number) =>
      wxpay.chain('v3/payscore/serviceorder').get({
        query: { out_order_no: number, service_id: '500001', appid: 'wxd678efh567hg6787' },
      }),
    refused: (number) =>
      wxpay
        .chain('v3/pay/transactions/jsapi')
        .post({ json: orderJson(paid(number)) })
        .then(
          () => Promise.reject(new Error('An order that is paid was ordered again.')),
          () => undefined,
        ),
    certificates: async () => {
      await certificateKeys().current()
    },
  }
  const names = Object.keys(kinds)

  const inFlight = async (/** @type {number} */ count, /** @type {(index: number) => PromiseLike<unknown>} */ run) => {
    const queue = Array.from({ length: count }, (_, index) => index).values()
    const work = async () => {
      for (const index of queue) await run(index)
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, work))
  }

  try {
    await inFlight(ORDERS, async (index) => {
      const number = orders[index] ?? ''
      await order(number)
      if (!isPaid(number)) return
      await command('pay', { out_trade_no: number })
      await refund(number)
    })
    const start = performance.now()
    const samples = []
    const made = new Map(names.map((name) => [name, 0]))
    let done = 0
    for (let sample = 0; sample < SAMPLES; sample++) {
      await inFlight(calls / SAMPLES, async () => {
        const index = done++
        const name = names[index % names.length] ?? ''
        await kinds[name]?.(orders[Math.floor(index / names.length) % ORDERS] ?? '', index)
        made.set(name, (made.get(name) ?? 0) + 1)
      })
      samples.push({ done, ...(await measure()) })
      const { heap, resident } = samples.at(-1) ?? { heap: 0, resident: 0 }
      console.log(`after ${done} calls: heap ${toMiB(heap)} MiB, resident ${toMiB(resident)} MiB`)
    }
    const seconds = (performance.now() - start) / 1000
    const [settled, last] = [samples[SETTLED - 1], samples.at(-1)]
    if (!settled || !last) throw new Error('Nothing was measured.')
    const growth = last.heap / settled.heap - 1
    const isFlat = growth < MOST_GROWTH
    console.log(
      `${calls} calls on ${ORDERS} orders, ${IN_FLIGHT} in flight, in ${seconds.toFixed(0)} s (${[...made].map(([name, count]) => `${name}: ${count}`).join(', ')})`,
    )
    console.log(
      `heap at the end against the heap after ${settled.done} calls: ${growth < 0 ? '' : '+'}${(100 * growth).toFixed(1)} %, ${((last.heap - settled.heap) / (last.done - settled.done)).toFixed(1)} bytes a call: ${isFlat ? 'flat' : 'it grows'}`,
    )
    return isFlat
  } finally {
    server.kill()
    receiver.close().closeAllConnections()
  }
}

const toMiB = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1)
