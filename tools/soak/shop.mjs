import { setTimeout as sleep } from 'node:timers/promises'
import { isWechatPayError } from '@wechatpay-kit/endpoints'

/** Attempts after which something hangs. */
const MOST = 300
/** Shares of the orders that are paid, and that are paid and closed at the same time; the others are closed. */
const [PAID, RACED] = [0.8, 0.1]
/** Share of the orders that were paid which are refunded, in one or two parts. */
const REFUNDED = 0.6

/** What the shop knows of an order in the end. @typedef {{ number: string, total: number, state: string, refunds: { number: string, amount: number }[] }} Belief */

/** @typedef {import('@wechatpay-kit/endpoints').Client['chain']} Chain */

/**
 * A shop as it should be: it repeats what may not have been executed, under the same number, and asks what became of it.
 *
 * @param {object} options
 * @param {Chain} options.chain
 * @param {string} options.mchid
 * @param {string} options.sandbox its origin, for what the payer does
 * @param {string} options.notifyUrl
 */
export function createShop({ chain, mchid, sandbox, notifyUrl: notify_url }) {
  /** Number of failed calls by their error. @type {Map<string, number>} */
  const failures = new Map()

  /**
   * Repeats a call until there is a response that says something, or a refusal that settles it.
   *
   * @param {() => PromiseLike<Response>} call
   * @param {string} [field] that its JSON has to have
   * @returns {Promise<{ json?: any, refusal?: string }>}
   */
  const insist = async (call, field) => {
    const note = (/** @type {string} */ code) => failures.set(code, (failures.get(code) ?? 0) + 1)
    /** @type {unknown} */
    let cause
    for (let tries = 0; tries < MOST; tries++) {
      try {
        const text = await (await call()).text()
        const json = text === '' ? {} : JSON.parse(text)
        if (field === undefined || json[field] !== undefined) return { json }
        note('a response that says nothing')
      } catch (error) {
        if (!isWechatPayError(error)) throw error
        const isRefused = error.name === 'ApiError' && error.verified && error.status >= 400 && error.status < 429
        if (isRefused) return { refusal: String(error.apiCode) }
        cause = error
        note(error.code)
        await sleep(100)
      }
    }
    throw new Error('A call never succeeds.', { cause })
  }

  const query = (/** @type {string} */ out_trade_no) =>
    insist(
      () =>
        chain('v3/pay/transactions/out-trade-no/{out_trade_no}').get({ params: { out_trade_no }, query: { mchid } }),
      'trade_state',
    )
  const close = (/** @type {string} */ out_trade_no) =>
    insist(() =>
      chain('v3/pay/transactions/out-trade-no/{out_trade_no}/close').post({
        params: { out_trade_no },
        json: { mchid },
      }),
    )

  /** What the payer does; whether it succeeded, a query tells. @param {string} out_trade_no */
  const pay = async (out_trade_no) => {
    const headers = { 'Content-Type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify({ out_trade_no }) }
    for (let tries = 0; tries < MOST; tries++) {
      const response = await fetch(`${sandbox}/sandbox/pay`, init).catch(() => undefined)
      await response?.arrayBuffer()
      if (response) return
      await sleep(100)
    }
    throw new Error('A payer cannot pay.')
  }

  /** Asks for a refund, and waits until the payer has it. @param {Belief} order @param {{ number: string, amount: number }} part */
  const refund = async ({ number: out_trade_no, total }, { number: out_refund_no, amount }) => {
    const json = { out_trade_no, out_refund_no, notify_url, amount: { refund: amount, total, currency: 'CNY' } }
    const { refusal } = await insist(() => chain('v3/refund/domestic/refunds').post({ json }), 'status')
    if (refusal) throw new Error(`A refund was refused: ${refusal}`)
    for (let tries = 0; tries < MOST; tries++) {
      const path = 'v3/refund/domestic/refunds/{out_refund_no}'
      const { json } = await insist(() => chain(path).get({ params: { out_refund_no } }), 'status')
      if (json?.status === 'SUCCESS') return
      await sleep(50)
    }
    throw new Error('A refund never ends.')
  }

  /** Everything that happens to one order. @param {number} index @returns {Promise<Belief>} */
  const sell = async (index) => {
    const number = `ORDER${index}`
    const total = 2 + Math.floor(10_000 * Math.random())
    const json = {
      appid: 'wxd678efh567hg6787',
      mchid,
      description: '茶叶, 一盒',
      out_trade_no: number,
      notify_url,
      amount: { total },
      payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    }
    const { refusal } = await insist(() => chain('v3/pay/transactions/jsapi').post({ json }), 'prepay_id')
    if (refusal) throw new Error(`An order was refused: ${refusal}`)
    const fate = Math.random()
    await Promise.all([fate < PAID + RACED ? pay(number) : undefined, fate >= PAID ? close(number) : undefined])
    const state = String((await query(number)).json?.trade_state)
    const belief = { number, total, state, refunds: /** @type {Belief['refunds']} */ ([]) }
    if (state !== 'SUCCESS' || Math.random() >= REFUNDED) return belief
    const first = 1 + Math.floor((total - 1) * Math.random())
    const amounts = Math.random() < 1 / 2 ? [first] : [first, total - first]
    for (const [part, amount] of amounts.entries()) {
      const one = { number: `REFUND${index}-${part}`, amount }
      await refund(belief, one)
      belief.refunds.push(one)
    }
    return belief
  }

  return { sell, query, failures }
}
