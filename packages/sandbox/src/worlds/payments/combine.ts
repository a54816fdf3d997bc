import type { Handle, WorldCall, WorldTools } from '../world.ts'
import {
  type CombinedOrder,
  closeCombined,
  combinedTable,
  combinedTransactionTable,
  readSubOrders,
  takeCombinedTransactionId,
  toCombined,
} from './combined.ts'
import { digestContent } from './numbers.ts'
import { checkPayable, keyOfOrder, type Order, readOrder, saveOrder, type TradeType } from './order.ts'
import { checkOpenid, checkParties } from './parties.ts'
import { readExpireTime } from './place.ts'
import { openPrepay } from './prepay.ts'
import { readAmount, refuse, refuseField } from './refusals.ts'

/** The fields of a combined request that are kept. */
interface CombineJson {
  readonly combine_appid: string
  readonly combine_mchid: string
  readonly combine_out_trade_no: string
  readonly sub_orders?: readonly SubOrderJson[]
  readonly notify_url?: string
  readonly time_expire?: string
  readonly scene_info?: { readonly device_id?: string }
  readonly combine_payer_info?: { readonly openid?: string; readonly sub_openid?: string }
}

/** A sub-order of it. */
interface SubOrderJson {
  readonly mchid?: string
  readonly sub_mchid?: string
  readonly sub_appid?: string
  readonly out_trade_no: string
  readonly description: string
  readonly attach?: string
  readonly amount?: { readonly total_amount?: unknown; readonly currency?: string }
  readonly settle_info?: { readonly profit_sharing?: boolean }
  readonly profit_sharing?: boolean
}

/** Makes the handler that orders with one product of combined payments (合单下单). */
export function placeCombined(
  tools: WorldTools,
  tradeType: TradeType,
  onPlaced: (combined: CombinedOrder, now: number) => void,
): Handle {
  const { state } = tools
  return async (call) => {
    const draft = readDraft(call, tradeType, tools)
    const orders = readSubOrderDrafts(call, draft)
    // Every merchant that takes part has to have the app of the whole.
    for (const order of orders) checkParties(order, tools)
    const content = await digestContent(tradeType, call.json)
    // Nothing is awaited from here on, so that one number makes one order.
    const before = combinedTable(state).get(draft.key)
    if (before) {
      for (const order of readSubOrders(state, before, call.now)) checkPayable(order, call.now)
      if (before.content !== content) throw refuse('orderNumberUsed')
    } else if (orders.some(({ key }) => readOrder(state, key, call.now))) throw refuse('orderNumberUsed')
    else checkOpenid(tools, draft, draft.openid)
    const target = { order: draft.key, isCombined: true, before: before?.prepay }
    const { prepay, response } = openPrepay(state, tradeType, target, call)
    const transactionId = before?.transactionId ?? takeCombinedTransactionId(state, draft.key, call.now)
    const combined = { ...(before ?? { ...draft, content, transactionId }), prepay }
    combinedTable(state).set(combined.key, combined)
    if (before) return response
    for (const order of orders) saveOrder(state, { ...order, content })
    onPlaced(combined, call.now)
    return response
  }
}

/** Reads a combined order that nobody has paid; `combine_mchid` has to be the caller's. Throws a refusal. */
function readDraft(call: WorldCall, tradeType: TradeType, tools: WorldTools): CombinedOrder {
  const json = call.json as unknown as CombineJson
  const mchid = call.merchant.mchid
  if (json.combine_mchid !== mchid) throw refuse('otherCaller')
  checkParties({ mchid, appid: json.combine_appid }, tools)
  const { openid, sub_openid: subOpenid } = json.combine_payer_info ?? {}
  if (tradeType === 'JSAPI' && !openid && !subOpenid) throw refuse('openidMissing')
  return {
    key: keyOfOrder(mchid, json.combine_out_trade_no),
    mchid,
    appid: json.combine_appid,
    outTradeNo: json.combine_out_trade_no,
    transactionId: '',
    tradeType,
    content: '',
    orders: (json.sub_orders ?? []).map((order) => keyOfOrder(order.mchid ?? mchid, order.out_trade_no)),
    notifyUrl: json.notify_url,
    deviceId: json.scene_info?.device_id,
    openid,
    subOpenid,
    createTime: call.now,
    expireTime: readExpireTime(json.time_expire, call.now),
  }
}

/** Reads its sub-orders: one to fifty, each with a number of its own. Throws a refusal. */
function readSubOrderDrafts(call: WorldCall, combined: CombinedOrder): Order[] {
  const { sub_orders = [] } = call.json as unknown as CombineJson
  if (sub_orders.length < 1 || sub_orders.length > 50) throw refuseField('/sub_orders', '子单数量须为1至50')
  if (new Set(combined.orders).size < sub_orders.length) throw refuse('orderNumberUsed')
  return sub_orders.map((json, index) => ({
    key: combined.orders[index] as string,
    mchid: json.mchid ?? combined.mchid,
    subMchid: json.sub_mchid,
    appid: combined.appid,
    subAppid: json.sub_appid,
    outTradeNo: json.out_trade_no,
    tradeType: combined.tradeType,
    tradeState: 'NOTPAY',
    content: '',
    total: readAmount(json.amount?.total_amount, `/sub_orders/${index}/amount/total_amount`, '标价金额'),
    currency: json.amount?.currency ?? 'CNY',
    description: json.description,
    attach: json.attach,
    deviceId: combined.deviceId,
    isForSharing: json.settle_info?.profit_sharing ?? json.profit_sharing ?? false,
    openid: combined.openid,
    subOpenid: combined.subOpenid,
    createTime: combined.createTime,
    expireTime: combined.expireTime,
    combined: combined.key,
    fee: 0,
    refunded: 0,
    returned: 0,
    shared: 0,
  }))
}

/** Makes the handlers of a combined order that was made: two queries, and its end. */
export function createCombinedHandlers({
  state,
}: WorldTools): Readonly<Record<'queryById' | 'queryByNumber' | 'close', Handle>> {
  const findByNumber = ({ merchant, params }: WorldCall): CombinedOrder => {
    const found = combinedTable(state).get(keyOfOrder(merchant.mchid, params['combine_out_trade_no'] ?? ''))
    if (!found) throw refuse('orderAbsent')
    return found
  }

  const queryById: Handle = ({ merchant, params, now }) => {
    const found = combinedTransactionTable(state).get(params['combine_transaction_id'] ?? '')
    const combined = found && combinedTable(state).get(found.combined)
    if (combined?.mchid !== merchant.mchid) throw refuse('orderAbsent')
    return toCombined(combined, readSubOrders(state, combined, now))
  }

  const queryByNumber: Handle = (call) => {
    const combined = findByNumber(call)
    return toCombined(combined, readSubOrders(state, combined, call.now))
  }

  const close: Handle = (call) => {
    const combined = findByNumber(call)
    const { combine_appid, sub_orders = [] } = call.json as unknown as CombineJson
    const keys = sub_orders.map((order) => keyOfOrder(order.mchid ?? combined.mchid, order.out_trade_no))
    const isSame = keys.length === combined.orders.length && combined.orders.every((key) => keys.includes(key))
    if (combine_appid !== combined.appid || !isSame) throw refuse('subOrdersDiffer')
    closeCombined(state, combined, call.now)
    return undefined
  }

  return { queryById, queryByNumber, close }
}
