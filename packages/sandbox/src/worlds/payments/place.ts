import type { Handle, WorldCall, WorldTools } from '../world.ts'
import { digestContent } from './numbers.ts'
import { checkPayable, keyOfOrder, LIFETIME, type Order, readOrder, saveOrder, type TradeType } from './order.ts'
import { checkOpenid, type Parties, readParties } from './parties.ts'
import { openPrepay } from './prepay.ts'
import { readAmount, refuse, refuseField } from './refusals.ts'

/** The fields of a request that an order keeps, direct or partner. */
interface OrderJson {
  readonly out_trade_no: string
  readonly description: string
  readonly attach?: string
  readonly notify_url?: string
  readonly time_expire?: string
  readonly amount?: { readonly total?: unknown; readonly currency?: string }
  readonly payer?: { readonly openid?: string; readonly sp_openid?: string; readonly sub_openid?: string }
  readonly scene_info?: { readonly device_id?: string }
  readonly settle_info?: { readonly profit_sharing?: boolean }
}

/** A `time_expire` cannot be earlier than this after the order, nor later than that: WeChat Pay moves it. */
const SHORTEST = 60_000
const LONGEST = 15 * 86_400_000

/** Reads `time_expire`; seven days after the order where there is none. Throws a refusal. */
export function readExpireTime(value: string | undefined, now: number): number {
  if (value === undefined) return now + LIFETIME
  const time = Date.parse(value)
  if (Number.isNaN(time)) throw refuseField('/time_expire', '格式须符合RFC 3339', value)
  return Math.min(Math.max(time, now + SHORTEST), now + LONGEST)
}

/** Makes the handler that orders with one product: the first time it makes the order, and then a new id that opens it. */
export function placeOrder(
  tools: WorldTools,
  tradeType: TradeType,
  isPartner: boolean,
  onPlaced: (order: Order, now: number) => void,
): Handle {
  const { state } = tools
  return async (call: WorldCall) => {
    const parties = readParties(call, call.json, isPartner, tools)
    const draft = readDraft(call, parties, tradeType)
    if (tradeType === 'JSAPI' && !draft.openid && !draft.subOpenid) throw refuse('openidMissing')
    const content = await digestContent(tradeType, call.json)
    // Nothing is awaited from here on: of two calls with the same number, the second finds the order of the first.
    const before = readOrder(state, draft.key, call.now)
    if (before) checkRepeat(before, parties.subMchid, content, call.now)
    else checkOpenid(tools, parties, draft.openid)
    const target = { order: draft.key, isCombined: false, before: before?.prepay }
    const { prepay, response } = openPrepay(state, tradeType, target, call)
    const order = saveOrder(state, { ...(before ?? { ...draft, content }), prepay })
    if (!before) onPlaced(order, call.now)
    return response
  }
}

/** Refuses an order number that was used before, unless the same call is repeated while the order can be paid. */
export function checkRepeat(before: Order, subMchid: string | undefined, content: string, now: number): void {
  if (before.subMchid !== subMchid) throw refuse('orderOfOtherSubMerchant')
  checkPayable(before, now)
  if (before.content !== content) throw refuse('orderNumberUsed')
}

/** Reads an order that nobody has paid. Throws a refusal. */
export function readDraft(call: WorldCall, parties: Parties, tradeType: TradeType): Order {
  const json = call.json as unknown as OrderJson
  const total = readAmount(json.amount?.total, '/amount/total', '总金额')
  return {
    ...parties,
    key: keyOfOrder(parties.mchid, json.out_trade_no),
    outTradeNo: json.out_trade_no,
    tradeType,
    tradeState: 'NOTPAY',
    content: '',
    total,
    currency: json.amount?.currency ?? 'CNY',
    description: json.description,
    attach: json.attach,
    notifyUrl: json.notify_url,
    deviceId: json.scene_info?.device_id,
    isForSharing: json.settle_info?.profit_sharing ?? false,
    openid: json.payer?.openid ?? json.payer?.sp_openid,
    subOpenid: json.payer?.sub_openid,
    createTime: call.now,
    expireTime: readExpireTime(json.time_expire, call.now),
    fee: 0,
    refunded: 0,
    returned: 0,
    shared: 0,
  }
}
