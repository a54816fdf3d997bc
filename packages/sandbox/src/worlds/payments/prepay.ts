import type { State } from '../../state/state.ts'
import { createCode, createPrepayId } from './numbers.ts'
import type { TradeType } from './order.ts'

/** Order that a `prepay_id` or a code leads to: a row of the table `prepays`, one for each order at most. */
export interface Prepay {
  /** Key of the order, or of the combined order. */
  readonly order: string
  readonly isCombined: boolean
  readonly expireTime: number
}

/** Milliseconds in which a `prepay_id` or a `code_url` can be paid, and a `h5_url`. */
const PREPAY_LIFETIME = 2 * 3_600_000
const H5_LIFETIME = 5 * 60_000

/** Begins a `code_url`; the code follows. */
const CODE_URL = 'weixin://wxpay/bizpayurl?pr='

/** The response of an order, and the id in it that leads to the payment. */
export interface OpenedPrepay {
  readonly prepay: string
  readonly response: object
}

/**
 * Opens the payment of an order: makes a new id, and drops the one before it, which cannot be paid any more.
 *
 * A `h5_url` is one of the sandbox's own page, and has a query, because merchants append `&redirect_url=…` to it. A
 * `code_url` has WeChat Pay's form, which merchants may check.
 */
export function openPrepay(
  state: State,
  tradeType: TradeType,
  {
    order,
    isCombined,
    before,
  }: { readonly order: string; readonly isCombined: boolean; readonly before?: string | undefined },
  { origin, now }: { readonly origin: string; readonly now: number },
): OpenedPrepay {
  const prepays = state.table<Prepay>('prepays')
  if (before !== undefined) prepays.delete(before)
  const prepay = tradeType === 'NATIVE' ? createCode() : createPrepayId(now)
  const expireTime = now + (tradeType === 'MWEB' ? H5_LIFETIME : PREPAY_LIFETIME)
  prepays.set(prepay, { order, isCombined, expireTime })
  switch (tradeType) {
    case 'NATIVE':
      return { prepay, response: { code_url: CODE_URL + prepay } }
    case 'MWEB':
      return { prepay, response: { h5_url: `${origin}/sandbox/pay?prepay_id=${prepay}&package=${now}` } }
    default:
      return { prepay, response: { prepay_id: prepay } }
  }
}

/**
 * Finds what a text leads to, of any that opens a payment: a `prepay_id`, with or without `prepay_id=`, a `code_url`, a
 * `h5_url`, or the code of one.
 */
export function findPrepay(state: State, text: string): Prepay | undefined {
  const id = text.startsWith(CODE_URL) ? text.slice(CODE_URL.length) : (/prepay_id=(\w+)/.exec(text)?.[1] ?? text)
  return state.table<Prepay>('prepays').get(id)
}

/** Tells whether the id of an order can be paid still. */
export function isPrepayOpen(state: State, id: string | undefined, now: number): boolean {
  const prepay = id === undefined ? undefined : state.table<Prepay>('prepays').get(id)
  return prepay !== undefined && now < prepay.expireTime
}
