import type { State, Table } from '../../state/state.ts'
import { refuse } from './refusals.ts'

/** The type of a trade (交易类型) as queries, notifications and bills name it; `MWEB` is H5, `MICROPAY` codepay. */
export type TradeType = 'JSAPI' | 'APP' | 'MWEB' | 'NATIVE' | 'MICROPAY'

/** The state of a trade (交易状态). */
export type TradeState = 'NOTPAY' | 'USERPAYING' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'REVOKED' | 'PAYERROR'

/** An order, or a sub-order of a combined one: a row of the table `orders`. Amounts are fen, times milliseconds. */
export interface Order {
  /** Key of the row, by {@link keyOfOrder}. */
  readonly key: string
  /** The merchant that made the order; in partner mode, the partner. */
  readonly mchid: string
  /** The sub-merchant (特约商户, 二级商户), which gets the money then. */
  readonly subMchid?: string | undefined
  readonly appid?: string | undefined
  readonly subAppid?: string | undefined
  readonly outTradeNo: string
  readonly tradeType: TradeType
  /** The state when the row was written; {@link readOrder} gives the current one. */
  readonly tradeState: TradeState
  /** Digest of the request: its number with other content is refused. */
  readonly content: string
  readonly total: number
  readonly currency: string
  readonly description: string
  readonly attach?: string | undefined
  readonly notifyUrl?: string | undefined
  readonly deviceId?: string | undefined
  /** Whether the request froze the money for profit sharing (`settle_info.profit_sharing`). */
  readonly isForSharing: boolean
  readonly openid?: string | undefined
  readonly subOpenid?: string | undefined
  readonly createTime: number
  /** The time from which on it cannot be paid; it is closed later. */
  readonly expireTime: number
  /** The `prepay_id` or code that was given last, and now leads to the payment. */
  readonly prepay?: string | undefined
  /** Key of the combined order that it belongs to. */
  readonly combined?: string | undefined
  /** Number of the payment, since it was paid. */
  readonly transactionId?: string | undefined
  readonly successTime?: number | undefined
  readonly bankType?: string | undefined
  /** The fee (手续费) that the account has paid, and not got back. */
  readonly fee: number
  /** The sum of all refunds that were accepted and not closed. */
  readonly refunded: number
  /** The sum of all refunds that the payer has got. */
  readonly returned: number
  /** The sum that was shared with receivers and has not come back: kept by profit sharing. */
  readonly shared: number
}

/** An order that is not paid within this time, and longer if its `time_expire` says so, is closed. */
export const LIFETIME: number = 7 * 86_400_000

/** The orders of a state, by {@link keyOfOrder}. */
export function orderTable(state: State): Table<Order> {
  return state.table<Order>('orders')
}

/** The key of an order: its number is unique for the merchant, with all its sub-merchants. */
export function keyOfOrder(mchid: string, outTradeNo: string): string {
  return `${mchid}/${outTradeNo}`
}

/** Reads an order by its key, in the state that it has now: an order that nobody paid closes by itself. */
export function readOrder(state: State, key: string, now: number): Order | undefined {
  const order = orderTable(state).get(key)
  if (order?.tradeState !== 'NOTPAY') return order
  return now < Math.max(order.createTime + LIFETIME, order.expireTime) ? order : { ...order, tradeState: 'CLOSED' }
}

/** Puts an order in the place of the one with its key. */
export function saveOrder(state: State, order: Order): Order {
  orderTable(state).set(order.key, order)
  return order
}

/** The keys of orders, by transaction id. */
export function transactionTable(state: State): Table<{ readonly order: string }> {
  return state.table('transactions')
}

/** Finds an order that was paid by its transaction id, whosever it is. */
export function findTransaction(state: State, transactionId: string): Order | undefined {
  const found = transactionTable(state).get(transactionId)
  return found && orderTable(state).get(found.order)
}

/**
 * Finds an order that was paid, also if it was refunded since.
 *
 * @param mchid - who made the order (a partner, say), or whose money it is (its sub-merchant).
 */
export function findPaidOrder(state: State, mchid: string, transactionId: string): Order | undefined {
  const order = findTransaction(state, transactionId)
  return order && (order.mchid === mchid || order.subMchid === mchid) ? order : undefined
}

/** Refuses to pay, or to make again, an order that is paid or closed, or whose time is over. */
export function checkPayable(order: Order, now: number): void {
  if (order.tradeState === 'SUCCESS' || order.tradeState === 'REFUND') throw refuse('orderPaid')
  const isOpen = order.tradeState === 'NOTPAY' || order.tradeState === 'USERPAYING'
  if (!isOpen || now >= order.expireTime) throw refuse('orderClosed')
}
