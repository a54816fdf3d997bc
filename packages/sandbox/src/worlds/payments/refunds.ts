import type { Handle, WorldCall, WorldTools } from '../world.ts'
import { takeRefundId } from './money.ts'
import { digestContent } from './numbers.ts'
import { findTransaction, keyOfOrder, type Order, readOrder, saveOrder } from './order.ts'
import { checkParties } from './parties.ts'
import { type Refund, refundTable, toRefund } from './refund.ts'
import { readAmount, refuse, refuseField } from './refusals.ts'

/** The fields of a refund's request that are kept or checked. */
interface RefundJson {
  readonly sub_mchid?: string
  readonly transaction_id?: string
  readonly out_trade_no?: string
  readonly out_refund_no: string
  readonly notify_url?: string
  readonly funds_account?: string
  readonly refund_account?: string
  readonly amount?: {
    readonly refund?: unknown
    readonly total?: unknown
    readonly currency?: string
    readonly from?: unknown
  }
}

/** Makes the handlers of refunds; `onAccepted` has them settled. */
export function createRefundHandlers(
  tools: WorldTools,
  onAccepted: (refund: Refund, now: number) => void,
): Readonly<Record<'create' | 'query' | 'applyAbnormal', Handle>> {
  const { state } = tools

  const create: Handle = async (call) => {
    const json = call.json as unknown as RefundJson
    const { mchid } = call.merchant
    checkParties({ mchid, subMchid: json.sub_mchid }, tools)
    const amount = readAmount(json.amount?.refund, '/amount/refund', '退款金额')
    const total = readAmount(json.amount?.total, '/amount/total', '原订单金额')
    const content = await digestContent(call.json)
    // Nothing is awaited from here on: two refunds at once cannot both take the rest of an order.
    const key = keyOfOrder(mchid, json.out_refund_no)
    const before = refundTable(state).get(key)
    if (before && before.content !== content) throw refuse('refundDiffers')
    if (before) return toRefund(state, before)
    const order = findRefundedOrder(call)
    if (total !== order.total || (json.amount?.currency ?? order.currency) !== order.currency)
      throw refuse('refundDiffers')
    const rest = order.total - order.refunded
    if (rest === 0) throw refuse('refundedInFull')
    if (amount > rest) throw refuse('refundTooHigh')
    saveOrder(state, { ...order, tradeState: 'REFUND', refunded: order.refunded + amount })
    const refund: Refund = {
      key,
      mchid,
      subMchid: json.sub_mchid,
      outRefundNo: json.out_refund_no,
      refundId: takeRefundId(state, call.now, { refund: key }),
      order: order.key,
      content,
      amount,
      status: 'PROCESSING',
      channel: 'ORIGINAL',
      account: order.bankType === 'OTHERS' ? '支付用户零钱' : `${order.bankType}0403`,
      createTime: call.now,
      notifyUrl: json.notify_url,
      fundsAccount: json.funds_account ?? 'UNSETTLED',
      echoed: { from: json.amount?.from, refundAccount: json.refund_account },
    }
    refundTable(state).set(key, refund)
    onAccepted(refund, call.now)
    return toRefund(state, refund)
  }

  /** Finds the paid order that a call wants refunded, by either number. Throws a refusal. */
  const findRefundedOrder = (call: WorldCall): Order => {
    const { transaction_id, out_trade_no, sub_mchid } = call.json as unknown as RefundJson
    if (transaction_id === undefined && out_trade_no === undefined)
      throw refuseField('/transaction_id', 'transaction_id和out_trade_no必须二选一')
    const order =
      transaction_id === undefined
        ? readOrder(state, keyOfOrder(call.merchant.mchid, String(out_trade_no)), call.now)
        : findTransaction(state, transaction_id)
    const isOther = out_trade_no !== undefined && order?.outTradeNo !== out_trade_no
    if (order?.transactionId === undefined || isOther) throw refuse('refundedOrderAbsent')
    if (order.mchid !== call.merchant.mchid) throw refuse('orderOfOtherMerchant')
    if (order.subMchid !== sub_mchid)
      throw refuse(sub_mchid === undefined ? 'subMerchantMissing' : 'orderOfOtherSubMerchant')
    return order
  }

  /** Finds a refund of the caller's. Throws a refusal. */
  const find = ({ merchant }: WorldCall, outRefundNo: unknown, subMchid: unknown): Refund => {
    const refund = refundTable(state).get(keyOfOrder(merchant.mchid, String(outRefundNo)))
    if (refund?.subMchid !== undefined && subMchid === undefined) throw refuse('subMerchantMissing')
    if (!refund || refund.subMchid !== subMchid) throw refuse('refundAbsent')
    return refund
  }

  const query: Handle = (call) => toRefund(state, find(call, call.params['out_refund_no'], call.query['sub_mchid']))

  const applyAbnormal: Handle = (call) => {
    const { out_refund_no, sub_mchid, type, bank_type, bank_account, real_name } = call.json
    const refund = find(call, out_refund_no, sub_mchid)
    if (refund.refundId !== call.params['refund_id']) throw refuse('refundAbsent')
    if (refund.status !== 'ABNORMAL') throw refuse('refundNotAbnormal')
    const isToUser = type === 'USER_BANK_CARD'
    const missing = Object.entries({ bank_type, bank_account, real_name }).find(([, value]) => value === undefined)
    if (isToUser && missing) throw refuseField(`/${missing[0]}`, '退款到用户银行卡时必填')
    const account = isToUser ? `${bank_type}${String(bank_account).slice(-4)}` : '商户结算银行账户'
    const again: Refund = { ...refund, status: 'PROCESSING', channel: 'OTHER_BANKCARD', account }
    refundTable(state).set(again.key, again)
    onAccepted(again, call.now)
    return toRefund(state, again)
  }

  return { create, query, applyAbnormal }
}
