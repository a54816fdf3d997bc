import { recordEntry } from '../ledger.ts'
import type { WorldTools } from '../world.ts'
import { feeOf, toLedger } from './money.ts'
import { createOpenid, createTransactionId } from './numbers.ts'
import { checkPayable, type Order, readOrder, saveOrder, transactionTable } from './order.ts'
import { refuse } from './refusals.ts'
import { toTransaction } from './transaction.ts'

/** The payer's part of a payment. */
export interface Payer {
  /** The openid under the app of the order; one that the order does not name is somebody else's. */
  readonly openid?: string | undefined
  /** The bank (付款银行), such as `CMB_CREDIT`. Default: `OTHERS`, the change (零钱). */
  readonly bankType?: string | undefined
}

/** Refuses a payer other than the one whom the order names. */
export function checkPayer(order: Order, { openid }: Payer): void {
  if (openid === undefined) return
  const named = [order.openid, order.subOpenid].filter((known) => known !== undefined)
  if (named.length > 0 && !named.includes(openid)) throw refuse('otherPayer')
}

/** Moves the money of one order or sub-order: it has a number now, and stands in the ledger. Tells nobody. */
export function settlePayment({ state }: WorldTools, order: Order, payer: Payer, now: number): Order {
  const transactions = transactionTable(state)
  const transactionId = createTransactionId(now, transactions.size + 1)
  transactions.set(transactionId, { order: order.key })
  const openid = order.openid ?? payer.openid ?? createOpenid()
  const subOpenid = order.subOpenid ?? (order.subAppid === undefined ? undefined : createOpenid())
  const paid = saveOrder(state, {
    ...order,
    tradeState: 'SUCCESS',
    transactionId,
    successTime: now,
    bankType: payer.bankType ?? 'OTHERS',
    openid,
    subOpenid,
    fee: feeOf(order.total),
  })
  recordEntry(state, {
    ...toLedger(paid),
    kind: 'payment',
    time: now,
    amount: paid.total,
    fee: paid.fee,
    businessId: transactionId,
    outBusinessNo: paid.outTradeNo,
  })
  return paid
}

/** Pays an order that can be paid, and notifies its merchant. Throws a refusal. */
export function payOrder(tools: WorldTools, key: string, payer: Payer, now: number): Order {
  const order = readOrder(tools.state, key, now)
  if (!order) throw refuse('orderAbsent')
  checkPayable(order, now)
  checkPayer(order, payer)
  const paid = settlePayment(tools, order, payer, now)
  notifyPaid(tools, paid.mchid, paid.notifyUrl, toTransaction(paid))
  return paid
}

/** Notifies a merchant that an order was paid. Codepay has no such notification, and no address. */
export function notifyPaid(tools: WorldTools, mchid: string, url: string | undefined, resource: object): void {
  const merchant = tools.merchants.find(mchid)
  if (!merchant || url === undefined) return
  tools.notify(merchant, url, {
    event_type: 'TRANSACTION.SUCCESS',
    original_type: 'transaction',
    summary: '支付成功',
    resource,
  })
}
