import type { TaskHandler } from '../../state/tasks.ts'
import { Refusal } from '../../wire/response.ts'
import { isSameContent } from '../content.ts'
import { recordEntry } from '../ledger.ts'
import { findPaidOrder, type Order, orderTable, saveOrder } from '../payments/order.ts'
import { refuseRequest } from '../refusals.ts'
import type { Handle, WorldTools } from '../world.ts'
import { checkOrder, checkReceivers, checkSum } from './checks.ts'
import type { Receivers } from './receivers.ts'
import { toMovementResource, toSharingResponse } from './responses.ts'
import { countRest, createNumber, type Share, type Sharing, type SharingRequest, type Sharings } from './sharing.ts'

/** Time from a request for profit sharing to its end. */
const PROCESSING = 1000

/** The steps of shared orders. */
export interface SharingOrders {
  readonly create: Handle
  readonly unfreeze: Handle
  readonly query: Handle
  readonly queryRest: Handle
  readonly finish: TaskHandler
}

/** Makes the steps of shared orders: accepted → finished, for each receiver by itself. */
export function createSharingOrders(tools: WorldTools, sharings: Sharings, receivers: Receivers): SharingOrders {
  const { state, schedule, notify, merchants } = tools

  /** Accepts a request: the money is kept for its receivers, and where it says so the rest goes back. */
  const accept = (mchid: string, request: SharingRequest, order: Order, now: number): Sharing => {
    const orderId = createNumber('30000000', now, sharings.size + 1)
    const { promised } = sharings.progressOf(order)
    const rows = request.receivers ?? []
    const sum = rows.reduce((total, { amount }) => total + amount, 0)
    const isFinished = request.unfreeze_unsplit === true
    const rest = countRest(order, { promised: promised + sum, isFinished: false })
    const owner = { type: 'MERCHANT_ID', account: ownerOf(order) }
    const parts = isFinished && rest > 0 ? [...rows, { ...owner, amount: rest, description: '解冻给分账方' }] : rows
    const shares = parts.map(
      ({ type, account, amount, description }, index): Share => ({
        type,
        account,
        amount,
        description,
        isOwn: type === owner.type && account === owner.account,
        result: 'PENDING',
        detailId: `36${orderId.slice(2)}${String(index + 1).padStart(2, '0')}`,
        returned: 0,
      }),
    )
    sharings.saveProgress(order, { promised: promised + sum, isFinished })
    keep(order.key, countOthers(shares))
    schedule('profit-sharing.finish', now + PROCESSING, { orderId })
    return sharings.save({ orderId, mchid, request, order: order.key, state: 'PROCESSING', shares, createTime: now })
  }

  /** Adds to the sum of an order that receivers have or will have. */
  const keep = (key: string, sum: number) => {
    const order = orderTable(state).get(key)
    if (order && sum !== 0) saveOrder(state, { ...order, shared: order.shared + sum })
  }

  const create: Handle = ({ merchant: { mchid }, json, now }) => {
    const request = json as unknown as SharingRequest
    const earlier = sharings.findByOutNumber(mchid, request.sub_mchid, request.out_order_no)
    if (earlier) {
      if (!isSameContent(earlier.request, request)) throw refuseRequest('分账接收方与原请求不一致')
      return toSharingResponse(earlier)
    }
    const order = findPaidOrder(state, mchid, request.transaction_id)
    checkOrder(order, request, order && sharings.progressOf(order))
    checkReceivers(mchid, request, receivers)
    const sum = (request.receivers ?? []).reduce((total, { amount }) => total + amount, 0)
    checkSum(sum, order, sharings.progressOf(order))
    return toSharingResponse(accept(mchid, request, order, now))
  }

  const unfreeze: Handle = ({ merchant: { mchid }, json, now }) => {
    const request = { ...(json as unknown as SharingRequest), unfreeze_unsplit: true }
    const earlier = sharings.findByOutNumber(mchid, request.sub_mchid, request.out_order_no)
    // The number of another request for the same order: WeChat Pay gives that one, and unfreezes nothing.
    if (earlier?.request.transaction_id === request.transaction_id) return toSharingResponse(earlier)
    if (earlier) throw refuseRequest('商户分账单号与原请求不一致')
    const order = findPaidOrder(state, mchid, request.transaction_id)
    checkOrder(order, request, order && sharings.progressOf(order))
    return toSharingResponse(accept(mchid, request, order, now))
  }

  /** Moves the money of each receiver, unless he was removed in the meantime; then it can be shared again. */
  const finish: TaskHandler = ({ orderId }, now) => {
    const sharing = sharings.find(String(orderId))
    const order = sharing && orderTable(state).get(sharing.order)
    if (!sharing || !order || sharing.state === 'FINISHED') return
    const { mchid, request } = sharing
    const shares = sharing.shares.map((share): Share => {
      const isRelated = share.isOwn || receivers.has(mchid, request.sub_mchid, share)
      return isRelated ? { ...share, result: 'SUCCESS' } : { ...share, result: 'CLOSED', failReason: 'NO_RELATION' }
    })
    const finished = sharings.save({ ...sharing, state: 'FINISHED', shares, finishTime: now })
    for (const share of shares.filter(({ isOwn }) => !isOwn)) {
      if (share.result === 'SUCCESS') pay(finished, order, share, now)
      else release(order, share.amount)
    }
  }

  /** Gives back what was kept for a receiver who did not get it; unless the rest is unfrozen, it can be shared again. */
  const release = (order: Order, amount: number) => {
    const { promised, isFinished } = sharings.progressOf(order)
    sharings.saveProgress(order, { promised: promised - amount, isFinished })
    keep(order.key, -amount)
  }

  /** Records what a receiver got, on both accounts where he is a merchant of the sandbox, and tells of it. */
  const pay = (sharing: Sharing, order: Order, share: Share, time: number) => {
    const { mchid, request, orderId } = sharing
    const movement = {
      time,
      kind: 'profit-sharing' as const,
      fee: 0,
      rate: '',
      businessId: orderId,
      outBusinessNo: request.out_order_no,
      transactionId: request.transaction_id,
      outTradeNo: order.outTradeNo,
      description: share.description,
      detailId: share.detailId,
      receiver: share.account,
    }
    recordEntry(state, { ...movement, mchid, subMchid: request.sub_mchid, amount: -share.amount })
    if (share.type === 'MERCHANT_ID' && merchants.find(share.account)) {
      recordEntry(state, { ...movement, mchid: share.account, amount: share.amount })
    }
    const merchant = merchants.find(mchid)
    if (!merchant || request.notify_url === undefined) return
    notify(merchant, request.notify_url, {
      event_type: 'TRANSACTION.SUCCESS',
      original_type: 'profitsharing',
      summary: '分账',
      resource: toMovementResource(sharing, orderId, request.out_order_no, share, time),
    })
  }

  return {
    create,
    unfreeze,
    finish,
    query({ merchant, params, query }) {
      const found = sharings.findByOutNumber(merchant.mchid, query['sub_mchid'], params['out_order_no'] ?? '')
      if (found?.request.transaction_id !== query['transaction_id'] || !found) throw refuseUnknown()
      return toSharingResponse(found)
    },
    queryRest({ merchant, params }) {
      const { transaction_id = '' } = params
      const order = findPaidOrder(state, merchant.mchid, transaction_id)
      if (!order?.isForSharing) throw refuseUnknown()
      return { transaction_id, unsplit_amount: countRest(order, sharings.progressOf(order)) }
    },
  }
}

/** The sum that leaves the account of whose money it is. */
function countOthers(shares: readonly Share[]): number {
  return shares.reduce((sum, { isOwn, amount }) => (isOwn ? sum : sum + amount), 0)
}

/** The merchant whose money an order is. */
export function ownerOf(order: Order): string {
  return order.subMchid ?? order.mchid
}

export function refuseUnknown(): Refusal {
  return new Refusal(404, 'RESOURCE_NOT_EXISTS', '记录不存在')
}
