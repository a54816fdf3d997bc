import type { Fault } from '@wechatpay-kit/sandbox'
import { expect, it } from 'vitest'
import { openid, openShop } from './payments-shop.ts'

const FAULTS: readonly (Fault | undefined)[] = [
  'drop',
  undefined,
  'drop-before',
  undefined,
  { status: 500 },
  'unsigned',
  undefined,
  { status: 502, body: 'html' },
]

/** Repeats a call with the same content until its response can be trusted, as a merchant does. */
async function insist<Result>(call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (attempt === 50) throw error
    }
  }
}

it('nothing is lost and nothing doubled where calls go wrong, and are repeated with the same numbers', async () => {
  let requests = 0
  let seed = 1
  const chooseFault = () => {
    requests++
    // Numbers that look like chance, and are the same at every run: no call meets the same fault again and again.
    seed = (seed * 48_271) % 2_147_483_647
    return FAULTS[seed % FAULTS.length]
  }
  const shop = await openShop({ chooseFault })
  const { wxpay, order, sandbox, notify_url } = shop
  const numbers = Array.from({ length: 40 }, (_, index) => `order-${index}`)
  await Promise.all(
    numbers.map(async (out_trade_no) => {
      const json = { ...order(out_trade_no), payer: { openid } }
      await insist(() => wxpay.v3.pay.transactions.jsapi.post({ json }).json())
      await sandbox.command('pay', { out_trade_no })
      const amount = { refund: 30, total: 100, currency: 'CNY' }
      const refund = { out_trade_no, out_refund_no: `refund-${out_trade_no}`, notify_url, amount }
      await insist(() => wxpay.v3.refund.domestic.refunds.post({ json: refund }).json())
      await insist(() => wxpay.v3.refund.domestic.refunds.post({ json: refund }).json())
    }),
  )
  await shop.wait(1000)
  expect(requests).toBeGreaterThan(150)
  const ledger = shop.listLedger().map(({ kind, outTradeNo, amount }) => `${kind} ${outTradeNo} ${amount}`)
  expect(ledger.sort()).toEqual(numbers.flatMap((number) => [`payment ${number} 100`, `refund ${number} -30`]).sort())
  const told = shop.received.map(({ event_type, resource }) => `${event_type} ${resource['out_trade_no']}`)
  expect(told.sort()).toEqual(
    numbers.flatMap((number) => [`TRANSACTION.SUCCESS ${number}`, `REFUND.SUCCESS ${number}`]).sort(),
  )
})
