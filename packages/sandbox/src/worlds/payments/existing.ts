import type { Handle, WorldCall, WorldTools } from '../world.ts'
import { returnMoney, takeRefundId } from './money.ts'
import { findTransaction, keyOfOrder, type Order, readOrder, saveOrder } from './order.ts'
import { readParties } from './parties.ts'
import { refuse } from './refusals.ts'
import { toTransaction } from './transaction.ts'

/** Makes the handlers of an order that was made: two queries, its end, and that of a codepay order. */
export function createExistingHandlers(
  tools: WorldTools,
  isPartner: boolean,
): Readonly<Record<'queryById' | 'queryByNumber' | 'close' | 'reverse', Handle>> {
  /** Finds the order of a call for its merchants; a sub-order is none. Throws a refusal. */
  const find = (call: WorldCall, fields: unknown, order: Order | undefined): Order => {
    const { mchid, subMchid } = readParties(call, fields, isPartner, tools)
    if (!order || order.combined !== undefined) throw refuse('orderAbsent')
    if (order.mchid !== mchid) throw refuse('orderOfOtherMerchant')
    if (order.subMchid !== subMchid) throw refuse('orderOfOtherSubMerchant')
    return order
  }
  const findByNumber = (call: WorldCall, fields: unknown) => {
    const key = keyOfOrder(call.merchant.mchid, call.params['out_trade_no'] ?? '')
    return find(call, fields, readOrder(tools.state, key, call.now))
  }

  const queryById: Handle = (call) =>
    toTransaction(find(call, call.query, findTransaction(tools.state, call.params['transaction_id'] ?? '')))

  const queryByNumber: Handle = (call) => toTransaction(findByNumber(call, call.query))

  const close: Handle = (call) => {
    const order = findByNumber(call, call.json)
    if (order.tradeType === 'MICROPAY') throw refuse('onlyReversed')
    if (order.tradeState === 'SUCCESS' || order.tradeState === 'REFUND') throw refuse('paidNotClosed')
    saveOrder(tools.state, { ...order, tradeState: 'CLOSED' })
    return undefined
  }

  const reverse: Handle = (call) => {
    const order = findByNumber(call, call.json)
    if (order.tradeType !== 'MICROPAY') throw refuse('onlyClosed')
    reverseOrder(tools, order, call.now)
    const { appid, mchid, sp_appid, sp_mchid, sub_appid, sub_mchid } = call.json
    return { appid, mchid, sp_appid, sp_mchid, sub_appid, sub_mchid, out_trade_no: order.outTradeNo }
  }

  return { queryById, queryByNumber, close, reverse }
}

/** Reverses a codepay order: nobody can pay it any more, and who has paid gets back what was not refunded. */
function reverseOrder({ state }: WorldTools, order: Order, now: number): void {
  const rest = order.transactionId === undefined ? 0 : order.total - order.refunded
  const reversed = saveOrder(state, { ...order, tradeState: 'REVOKED', refunded: order.refunded + rest })
  if (rest === 0) return
  const refundId = takeRefundId(state, now, {})
  returnMoney(state, reversed, rest, { refundId, outRefundNo: order.outTradeNo }, now)
}
