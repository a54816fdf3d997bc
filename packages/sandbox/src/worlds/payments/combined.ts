import type { State, Table } from '../../state/state.ts'
import type { WorldTools } from '../world.ts'
import { createOpenid, createTransactionId } from './numbers.ts'
import { checkPayable, type Order, readOrder, saveOrder, type TradeType } from './order.ts'
import { checkPayer, notifyPaid, type Payer, settlePayment } from './pay.ts'
import { refuse } from './refusals.ts'
import { toSubOrder } from './transaction.ts'

/** A combined order (合单): a row of the table `combined-orders`. Its sub-orders are orders; it has no state of its own. */
export interface CombinedOrder {
  /** As of an order: by its merchant and number. */
  readonly key: string
  readonly mchid: string
  readonly appid: string
  readonly outTradeNo: string
  readonly transactionId: string
  readonly tradeType: TradeType
  readonly content: string
  /** Keys of its sub-orders, as they were listed. */
  readonly orders: readonly string[]
  readonly notifyUrl?: string | undefined
  readonly deviceId?: string | undefined
  readonly openid?: string | undefined
  readonly subOpenid?: string | undefined
  readonly createTime: number
  readonly expireTime: number
  readonly prepay?: string | undefined
}

/** The combined orders of a state, by key. */
export function combinedTable(state: State): Table<CombinedOrder> {
  return state.table<CombinedOrder>('combined-orders')
}

/** The sub-orders of a combined order, in the state that they have now. */
export function readSubOrders(state: State, combined: CombinedOrder, now: number): Order[] {
  return combined.orders.map((key) => readOrder(state, key, now) as Order)
}

/** The keys of combined orders, by their own transaction id (交易单微信支付订单号). */
export function combinedTransactionTable(state: State): Table<{ readonly combined: string }> {
  return state.table('combined-transactions')
}

/** Takes a number for a combined order. It counts from nine thousand million, which no payment reaches. */
export function takeCombinedTransactionId(state: State, combined: string, now: number): string {
  const table = combinedTransactionTable(state)
  const transactionId = createTransactionId(now, 9_000_000_000 + table.size)
  table.set(transactionId, { combined })
  return transactionId
}

/** Makes the JSON of a combined order, as queries give it and notifications carry it. */
export function toCombined(combined: CombinedOrder, orders: readonly Order[]): object {
  const [openid] = orders.filter(({ transactionId }) => transactionId !== undefined).map((order) => order.openid)
  return {
    combine_appid: combined.appid,
    combine_mchid: combined.mchid,
    combine_out_trade_no: combined.outTradeNo,
    combine_transaction_id: combined.transactionId,
    sub_orders: orders.map(toSubOrder),
    ...(combined.deviceId === undefined ? {} : { scene_info: { device_id: combined.deviceId } }),
    ...(openid === undefined ? {} : { combine_payer_info: { openid } }),
  }
}

/** Pays all sub-orders of a combined order or none, and notifies the merchant who combined them, once. Throws a refusal. */
export function payCombined(tools: WorldTools, combined: CombinedOrder, payer: Payer, now: number): Order[] {
  const orders = readSubOrders(tools.state, combined, now)
  for (const order of orders) {
    checkPayable(order, now)
    checkPayer(order, payer)
  }
  const openid = payer.openid ?? combined.openid ?? createOpenid()
  const paid = orders.map((order) => settlePayment(tools, order, { ...payer, openid }, now))
  notifyPaid(tools, combined.mchid, combined.notifyUrl, toCombined(combined, paid))
  return paid
}

/** Closes all sub-orders of a combined order; refuses one that is paid. */
export function closeCombined(state: State, combined: CombinedOrder, now: number): void {
  const orders = readSubOrders(state, combined, now)
  if (orders.some(({ transactionId }) => transactionId !== undefined)) throw refuse('paidNotClosed')
  for (const order of orders) saveOrder(state, { ...order, tradeState: 'CLOSED' })
}
