import type { State, Table } from '../../state/state.ts'
import { toTime } from '../../wire/response.ts'
import type { WorldTools } from '../world.ts'
import { returnMoney } from './money.ts'
import { type Order, orderTable, saveOrder } from './order.ts'

/** The state of a refund (退款状态). */
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** A refund: a row of the table `refunds`. Amounts are fen, times milliseconds. */
export interface Refund {
  /** As of an order: by its merchant and number. */
  readonly key: string
  readonly mchid: string
  readonly subMchid?: string | undefined
  readonly outRefundNo: string
  readonly refundId: string
  /** Key of the order. */
  readonly order: string
  /** Digest of the request: its number with other content is refused. */
  readonly content: string
  readonly amount: number
  readonly status: RefundStatus
  readonly channel: 'ORIGINAL' | 'OTHER_BANKCARD'
  /** Account that gets the money (退款入账账户). */
  readonly account: string
  readonly createTime: number
  readonly successTime?: number | undefined
  readonly notifyUrl?: string | undefined
  readonly fundsAccount: string
  /** The members of the request that come back in responses as they were sent. */
  readonly echoed: { readonly from?: unknown; readonly refundAccount?: unknown }
}

/** The refunds of a state, by key. */
export function refundTable(state: State): Table<Refund> {
  return state.table<Refund>('refunds')
}

/** Makes the JSON of a refund, as calls give it. */
export function toRefund(state: State, refund: Refund): object {
  const order = orderTable(state).get(refund.order) as Order
  const { from, refundAccount } = refund.echoed
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    channel: refund.channel,
    user_received_account: refund.account,
    ...(refund.successTime === undefined ? {} : { success_time: toTime(new Date(refund.successTime)) }),
    create_time: toTime(new Date(refund.createTime)),
    status: refund.status,
    funds_account: refund.fundsAccount,
    amount: {
      total: order.total,
      refund: refund.amount,
      ...(from === undefined ? {} : { from }),
      payer_total: order.total,
      payer_refund: refund.amount,
      settlement_refund: refund.amount,
      settlement_total: order.total,
      discount_refund: 0,
      currency: order.currency,
    },
    ...(refundAccount === undefined ? {} : { refund_account: refundAccount }),
  }
}

/** Ends a refund, or leaves it abnormal: moves the money where it succeeded, and notifies its merchant. */
export function settleRefund(
  tools: WorldTools,
  refund: Refund,
  status: Exclude<RefundStatus, 'PROCESSING'>,
  now: number,
): Refund {
  const { state } = tools
  const order = orderTable(state).get(refund.order) as Order
  const settled: Refund = { ...refund, status, successTime: status === 'SUCCESS' ? now : undefined }
  refundTable(state).set(refund.key, settled)
  if (status === 'SUCCESS') returnMoney(state, order, refund.amount, refund, now)
  if (status === 'CLOSED') {
    const refunded = order.refunded - refund.amount
    const tradeState = refunded === 0 && order.tradeState === 'REFUND' ? 'SUCCESS' : order.tradeState
    saveOrder(state, { ...order, refunded, tradeState })
  }
  notifyRefund(tools, settled, order)
  return settled
}

const SUMMARIES = { SUCCESS: '退款成功', CLOSED: '退款关闭', ABNORMAL: '退款异常' } as const

/** Notifies the merchant who asked for a refund and gave an address. */
function notifyRefund(tools: WorldTools, refund: Refund, order: Order): void {
  const merchant = tools.merchants.find(refund.mchid)
  const status = refund.status as keyof typeof SUMMARIES
  if (!merchant || refund.notifyUrl === undefined) return
  tools.notify(merchant, refund.notifyUrl, {
    event_type: `REFUND.${status}`,
    original_type: 'refund',
    summary: SUMMARIES[status],
    resource: {
      ...(refund.subMchid === undefined
        ? { mchid: refund.mchid }
        : { sp_mchid: refund.mchid, sub_mchid: refund.subMchid }),
      out_trade_no: order.outTradeNo,
      transaction_id: order.transactionId,
      out_refund_no: refund.outRefundNo,
      refund_id: refund.refundId,
      refund_status: status,
      ...(refund.successTime === undefined ? {} : { success_time: toTime(new Date(refund.successTime)) }),
      user_received_account: refund.account,
      amount: { total: order.total, refund: refund.amount, payer_total: order.total, payer_refund: refund.amount },
    },
  })
}
