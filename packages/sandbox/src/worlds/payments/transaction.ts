import { toTime } from '../../wire/response.ts'
import type { Order, TradeState } from './order.ts'

const DESCRIPTIONS: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  USERPAYING: '需要用户输入支付密码',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
  REVOKED: '订单已撤销',
  PAYERROR: '支付失败，请重新下单支付',
}

/** Makes the JSON of an order for its merchant, direct or partner, as queries give it and notifications carry it. */
export function toTransaction(order: Order): object {
  const { openid, subOpenid: sub_openid } = order
  const isPaid = order.transactionId !== undefined
  const payer = order.subMchid === undefined ? { openid } : { sp_openid: openid, sub_openid }
  return {
    ...(order.subMchid === undefined
      ? { appid: order.appid, mchid: order.mchid }
      : { sp_appid: order.appid, sp_mchid: order.mchid, sub_appid: order.subAppid, sub_mchid: order.subMchid }),
    out_trade_no: order.outTradeNo,
    trade_state: order.tradeState,
    trade_state_desc: DESCRIPTIONS[order.tradeState],
    ...(isPaid ? { ...toPaid(order), payer } : {}),
    amount: isPaid
      ? { total: order.total, payer_total: order.total, currency: order.currency, payer_currency: 'CNY' }
      : { total: order.total, currency: order.currency },
    ...(order.deviceId === undefined ? {} : { scene_info: { device_id: order.deviceId } }),
  }
}

/** Makes the JSON of a sub-order of a combined order. */
export function toSubOrder(order: Order): object {
  const isPaid = order.transactionId !== undefined
  return {
    mchid: order.mchid,
    sub_mchid: order.subMchid,
    sub_appid: order.subAppid,
    out_trade_no: order.outTradeNo,
    trade_state: order.tradeState,
    ...(isPaid ? { ...toPaid(order), sub_openid: order.subOpenid } : {}),
    amount: {
      total_amount: order.total,
      currency: order.currency,
      payer_amount: isPaid ? order.total : 0,
      payer_currency: 'CNY',
    },
  }
}

/** The fields that an order has since it was paid. */
function toPaid(order: Order): object {
  return {
    attach: order.attach,
    transaction_id: order.transactionId,
    trade_type: order.tradeType,
    bank_type: order.bankType,
    success_time: toTime(new Date(order.successTime as number)),
  }
}
