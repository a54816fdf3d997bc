import type { State } from '../../state/state.ts'
import { type LedgerEntry, recordEntry } from '../ledger.ts'
import { createRefundId } from './numbers.ts'
import { type Order, saveOrder } from './order.ts'

/** The fee of a payment, in parts of ten thousand, and as bills write it. */
const RATE = 60
const RATE_TEXT = '0.60%'

/** The fee of an amount, in whole fen. */
export function feeOf(amount: number): number {
  return Math.round((amount * RATE) / 10_000)
}

/** The fields that all entries of an order have in the ledger. */
export function toLedger(
  order: Order,
): Omit<LedgerEntry, 'id' | 'kind' | 'time' | 'amount' | 'fee' | 'businessId' | 'outBusinessNo'> {
  const { mchid, subMchid, appid, subAppid, openid, subOpenid } = order
  const { transactionId, outTradeNo, tradeType, bankType, deviceId, attach, description } = order
  const ids = { mchid, subMchid, appid, subAppid, openid, subOpenid, transactionId, outTradeNo }
  return { ...ids, tradeType, bankType, deviceId, attach, description, rate: RATE_TEXT }
}

/** Takes a new number of a refund (微信支付退款单号), and keeps what it leads to. */
export function takeRefundId(state: State, now: number, row: { readonly refund?: string }): string {
  const refundIds = state.table<{ readonly refund?: string }>('refund-ids')
  const refundId = createRefundId(now, refundIds.size + 1)
  refundIds.set(refundId, row)
  return refundId
}

/**
 * Gives the payer money back, and the account its fee for it: what is left of the fee is that of what is left of the
 * order, so that nothing is left of it in the end, however the refunds were rounded.
 */
export function returnMoney(
  state: State,
  order: Order,
  amount: number,
  refund: { readonly refundId: string; readonly outRefundNo: string },
  now: number,
): void {
  const returned = order.returned + amount
  const fee = feeOf(order.total - returned)
  saveOrder(state, { ...order, returned, fee })
  recordEntry(state, {
    ...toLedger(order),
    ...refund,
    kind: 'refund',
    time: now,
    amount: -amount,
    fee: fee - order.fee,
    businessId: refund.refundId,
    outBusinessNo: refund.outRefundNo,
  })
}
