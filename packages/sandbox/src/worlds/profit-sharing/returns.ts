import { toTime } from '../../wire/response.ts'
import { isSameContent } from '../content.ts'
import { recordEntry } from '../ledger.ts'
import { orderTable, saveOrder } from '../payments/order.ts'
import { refuseParameter, refuseRequest } from '../refusals.ts'
import type { Handle, WorldTools } from '../world.ts'
import { ownerOf, refuseUnknown } from './orders.ts'
import { omitAbsent } from './receivers.ts'
import { toMovementResource } from './responses.ts'
import { createNumber, type Sharing, type Sharings } from './sharing.ts'

/** The body of a request for the return of shared money; it names the shared order by either number. */
interface ReturnRequest {
  readonly sub_mchid?: string
  readonly order_id?: string
  readonly out_order_no?: string
  readonly out_return_no: string
  readonly return_mchid: string
  /** Fen. */
  readonly amount: number
  readonly description: string
}

/** Money that came back from a receiver (分账回退). */
interface SharingReturn {
  /** WeChat Pay's number of it (微信回退单号). */
  readonly returnId: string
  readonly mchid: string
  /** Number of the shared order. */
  readonly orderId: string
  readonly outOrderNo: string
  readonly request: ReturnRequest
  /** Milliseconds; it is done at once. */
  readonly time: number
}

/** Makes the steps of returns: done at once, as WeChat Pay does them. */
export function createSharingReturns(
  tools: WorldTools,
  sharings: Sharings,
): { readonly create: Handle; readonly query: Handle } {
  const { state, notify, merchants } = tools
  const returns = state.table<SharingReturn>('sharing-returns')
  const toKey = (mchid: string, subMchid: string | undefined, number: string) => `${mchid}/${subMchid ?? ''}/${number}`

  const findSharing = (mchid: string, request: ReturnRequest): Sharing => {
    const { sub_mchid, order_id, out_order_no } = request
    if (order_id === undefined && out_order_no === undefined) {
      throw refuseParameter('/out_order_no', 'or order_id is required', '微信分账单号和商户分账单号二选一必填')
    }
    const found =
      order_id === undefined ? sharings.findByOutNumber(mchid, sub_mchid, out_order_no ?? '') : sharings.find(order_id)
    const isCallers = found?.mchid === mchid && found.request.sub_mchid === sub_mchid
    if (!found || !isCallers || (out_order_no ?? found.request.out_order_no) !== found.request.out_order_no) {
      throw refuseUnknown()
    }
    return found
  }

  /** Takes the amount from the receiver's part, and gives it to whose order it was. */
  const move = (sharing: Sharing, row: SharingReturn) => {
    const { return_mchid, amount, description, out_return_no, sub_mchid } = row.request
    const shares = sharing.shares.map((share) =>
      isReturnable(share, return_mchid) ? { ...share, returned: share.returned + amount } : share,
    )
    sharings.save({ ...sharing, shares })
    const order = orderTable(state).get(sharing.order)
    if (!order) return
    saveOrder(state, { ...order, shared: order.shared - amount })
    const movement = {
      time: row.time,
      kind: 'profit-sharing-return' as const,
      fee: 0,
      rate: '',
      businessId: row.returnId,
      outBusinessNo: out_return_no,
      transactionId: sharing.request.transaction_id,
      outTradeNo: order.outTradeNo,
      description,
      receiver: return_mchid,
    }
    recordEntry(state, { ...movement, mchid: row.mchid, subMchid: sub_mchid, amount })
    if (merchants.find(return_mchid)) recordEntry(state, { ...movement, mchid: return_mchid, amount: -amount })
    const merchant = merchants.find(row.mchid)
    const { notify_url } = sharing.request
    if (!merchant || notify_url === undefined) return
    const receiver = { type: 'MERCHANT_ID', account: ownerOf(order), amount, description }
    notify(merchant, notify_url, {
      event_type: 'TRANSACTION.SUCCESS',
      original_type: 'profitsharing',
      summary: '分账回退',
      resource: toMovementResource(sharing, row.returnId, out_return_no, receiver, row.time),
    })
  }

  return {
    create({ merchant: { mchid }, json, now }) {
      const request = json as unknown as ReturnRequest
      const key = toKey(mchid, request.sub_mchid, request.out_return_no)
      const earlier = returns.get(key)
      if (earlier) {
        if (!isSameContent(earlier.request, request)) throw refuseRequest('商户回退单号已存在，但参数与原请求不一致')
        return toReturnResponse(earlier)
      }
      if (!(request.amount >= 1)) throw refuseParameter('/amount', 'must be at least 1', '回退金额须大于0')
      const sharing = findSharing(mchid, request)
      if (sharing.state !== 'FINISHED') throw refuseRequest('分账单处理中，请在分账完成后再发起回退')
      const share = sharing.shares.find((candidate) => isReturnable(candidate, request.return_mchid))
      if (!share || request.amount > share.amount - share.returned) throw refuseRequest('剩余可回退的金额不足')
      const row: SharingReturn = {
        returnId: createNumber('30010000', now, returns.size + 1),
        mchid,
        orderId: sharing.orderId,
        outOrderNo: sharing.request.out_order_no,
        request,
        time: now,
      }
      returns.set(key, row)
      move(sharing, row)
      return toReturnResponse(row)
    },
    query({ merchant, params, query }) {
      const found = returns.get(toKey(merchant.mchid, query['sub_mchid'], params['out_return_no'] ?? ''))
      if (!found || found.outOrderNo !== query['out_order_no']) throw refuseUnknown()
      return toReturnResponse(found)
    },
  }
}

/** Whether a part of a shared order went to this merchant; what people got cannot come back. */
function isReturnable({ type, account, result, isOwn }: Sharing['shares'][number], mchid: string): boolean {
  return type === 'MERCHANT_ID' && account === mchid && result === 'SUCCESS' && !isOwn
}

function toReturnResponse({ returnId, orderId, outOrderNo, request, time }: SharingReturn): object {
  const { sub_mchid, out_return_no, return_mchid, amount, description } = request
  return {
    ...omitAbsent({ sub_mchid }),
    order_id: orderId,
    out_order_no: outOrderNo,
    out_return_no,
    return_id: returnId,
    return_mchid,
    amount,
    description,
    result: 'SUCCESS',
    create_time: toTime(new Date(time)),
    finish_time: toTime(new Date(time)),
  }
}
