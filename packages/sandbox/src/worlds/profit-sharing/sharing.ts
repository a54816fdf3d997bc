import type { State } from '../../state/state.ts'
import { toTime } from '../../wire/response.ts'
import type { Order } from '../payments/order.ts'

/** The body of a request for profit sharing, names decrypted; one that unfreezes has no receivers. */
export interface SharingRequest {
  readonly sub_mchid?: string
  readonly appid?: string
  readonly sub_appid?: string
  readonly transaction_id: string
  readonly out_order_no: string
  readonly receivers?: readonly {
    readonly type: string
    readonly account: string
    readonly name?: string
    /** Fen. */
    readonly amount: number
    readonly description: string
  }[]
  readonly unfreeze_unsplit?: boolean
  readonly notify_url?: string
}

/** One receiver's part of a shared order. */
export interface Share {
  readonly type: string
  readonly account: string
  /** Fen. */
  readonly amount: number
  readonly description: string
  readonly result: 'PENDING' | 'SUCCESS' | 'CLOSED'
  readonly failReason?: string
  /** Number of the part (分账明细单号). */
  readonly detailId: string
  /** Whether it goes to the merchant whose money it is anyway, as the rest does that is unfrozen. */
  readonly isOwn: boolean
  /** The sum that came back. */
  readonly returned: number
}

/** A request for profit sharing (分账单): in progress → finished. */
export interface Sharing {
  /** WeChat Pay's number of it (微信分账单号). */
  readonly orderId: string
  readonly mchid: string
  readonly request: SharingRequest
  /** Key of the order whose money is shared. */
  readonly order: string
  readonly state: 'PROCESSING' | 'FINISHED'
  readonly shares: readonly Share[]
  /** Milliseconds. */
  readonly createTime: number
  readonly finishTime?: number
}

/** State of the sharing of an order. */
export interface Progress {
  /** The sum that was ever promised to receivers. What comes back from them cannot be shared again. */
  readonly promised: number
  /** Whether the rest was unfrozen. */
  readonly isFinished: boolean
}

/** All that was shared. */
export interface Sharings {
  readonly size: number
  save(sharing: Sharing): Sharing
  find(orderId: string): Sharing | undefined
  /** Finds one by the number of the merchant who requested it. */
  findByOutNumber(mchid: string, subMchid: string | undefined, outOrderNo: string): Sharing | undefined
  progressOf(order: Order): Progress
  saveProgress(order: Order, progress: Progress): void
}

/** Keeps what was shared in a state. */
export function createSharings(state: State): Sharings {
  const sharings = state.table<Sharing>('sharings')
  const numbers = state.table<{ readonly orderId: string }>('sharing-numbers')
  const progress = state.table<Progress>('sharing-progress')
  const toKey = (mchid: string, subMchid: string | undefined, number: string) => `${mchid}/${subMchid ?? ''}/${number}`
  return {
    get size() {
      return sharings.size
    },
    save(sharing) {
      sharings.set(sharing.orderId, sharing)
      const { mchid, request, orderId } = sharing
      numbers.set(toKey(mchid, request.sub_mchid, request.out_order_no), { orderId })
      return sharing
    },
    find: (orderId) => sharings.get(orderId),
    findByOutNumber(mchid, subMchid, outOrderNo) {
      const number = numbers.get(toKey(mchid, subMchid, outOrderNo))
      return number && sharings.get(number.orderId)
    },
    progressOf: (order) => progress.get(order.key) ?? { promised: 0, isFinished: false },
    saveProgress: (order, changed) => progress.set(order.key, changed),
  }
}

/** The sum that can still be shared: what is left of the order after fee, refunds and what was promised. */
export function countRest(order: Order, { promised, isFinished }: Progress): number {
  return isFinished ? 0 : Math.max(0, order.total - order.fee - order.refunded - promised)
}

/** Makes a number of WeChat Pay's, 28 digits: prefix, day, counter. */
export function createNumber(prefix: string, now: number, count: number): string {
  const day = toTime(new Date(now)).slice(0, 10).replaceAll('-', '')
  return `${prefix}${day}${String(count).padStart(20 - prefix.length, '0')}`
}
