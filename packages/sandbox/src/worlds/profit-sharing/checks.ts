import { Refusal } from '../../wire/response.ts'
import type { Order } from '../payments/order.ts'
import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { Receivers } from './receivers.ts'
import { countRest, type Progress, type SharingRequest } from './sharing.ts'

/** The greatest ratio of an order that may be shared, in ten-thousandths: 30 %, as WeChat Pay's is at most. */
export const MAX_RATIO = 3000

/** Refuses an order whose money is not, or no longer, frozen for profit sharing. */
export function checkOrder(order: Order | undefined, request: SharingRequest, progress?: Progress): asserts order {
  // An order that is not found is refused in the same words.
  if (!order?.isForSharing || order.subMchid !== request.sub_mchid) throw refuseRequest('非分账订单不支持分账')
  if (progress?.isFinished) throw refuseRequest('订单已完结分账，不支持分账')
}

/** Refuses receivers who are unknown, or named twice, or for whom an app is missing. */
export function checkReceivers(mchid: string, request: SharingRequest, receivers: Receivers): void {
  const { receivers: rows = [], sub_mchid, appid, sub_appid } = request
  if (rows.length === 0) throw refuseParameter('/receivers', 'is required', '分账接收方列表必填')
  const seen = new Set<string>()
  for (const [index, row] of rows.entries()) {
    if (!(row.amount >= 1)) {
      throw refuseParameter(`/receivers/${index}/amount`, 'must be at least 1', '分账金额须大于0')
    }
    const key = `${row.type} ${row.account}`
    if (seen.has(key)) throw refuseParameter(`/receivers/${index}`, 'is named twice', '分账接收方重复')
    seen.add(key)
    if (row.type === 'PERSONAL_OPENID' && appid === undefined) {
      throw refuseParameter('/appid', 'is required for PERSONAL_OPENID', '应用ID必填')
    }
    if (row.type === 'PERSONAL_SUB_OPENID' && sub_appid === undefined) {
      throw refuseParameter('/sub_appid', 'is required for PERSONAL_SUB_OPENID', '子商户应用ID必填')
    }
    receivers.check(mchid, sub_mchid, row)
  }
}

/** Refuses a sum above the rest of the order, or with which more than the greatest ratio of it would be shared. */
export function checkSum(sum: number, order: Order, progress: Progress): void {
  if (sum > countRest(order, progress)) throw new Refusal(403, 'NOT_ENOUGH', '分账金额不足')
  if ((progress.promised + sum) * 10_000 > order.total * MAX_RATIO) {
    throw new Refusal(403, 'RULE_LIMIT', '分账金额超出最大分账比例')
  }
}
