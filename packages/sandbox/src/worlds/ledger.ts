import type { State } from '../state/state.ts'

/** One movement of money: a row of the table `ledger`, which bills are made of. Amounts are fen. */
export interface LedgerEntry {
  /** Number of the movement (资金流水单号): 19 digits, ascending. */
  readonly id: string
  /** The time of the movement in milliseconds. */
  readonly time: number
  /** The merchant that made the order or the transfer; in partner mode, the partner. */
  readonly mchid: string
  /** The sub-merchant (特约商户), where there is one: then the money is on its account, and else on that of `mchid`. */
  readonly subMchid?: string | undefined
  readonly kind: 'payment' | 'refund' | 'transfer' | 'transfer-return' | 'profit-sharing' | 'profit-sharing-return'
  /** The money that comes to the account; negative where it leaves. */
  readonly amount: number
  /** The fee (手续费) that the account pays; negative where it comes back. */
  readonly fee: number
  /** The rate of the fee (费率), such as `0.60%`; empty where there is none. */
  readonly rate: string
  /** WeChat Pay's number of the business (微信支付业务单号): of the transaction, refund, transfer or shared order. */
  readonly businessId: string
  /** The merchant's own number of it (业务凭证号). */
  readonly outBusinessNo: string
  /** The order that it belongs to; a transfer has none. */
  readonly transactionId?: string | undefined
  readonly outTradeNo?: string | undefined
  readonly refundId?: string | undefined
  readonly outRefundNo?: string | undefined
  readonly appid?: string | undefined
  readonly subAppid?: string | undefined
  readonly openid?: string | undefined
  readonly subOpenid?: string | undefined
  /** As in a query: `JSAPI`, `NATIVE`, `APP`, `MWEB` or `MICROPAY`. */
  readonly tradeType?: string | undefined
  readonly bankType?: string | undefined
  readonly deviceId?: string | undefined
  readonly attach?: string | undefined
  readonly description?: string | undefined
  /** Of a shared order: number of the part (分账明细单号), and who got it, or gave it back. */
  readonly detailId?: string | undefined
  readonly receiver?: string | undefined
}

/**
 * Records a movement of money and gives its number. Called once for each movement and never for a query, so that the
 * ledger grows with the money that moves and with nothing else.
 */
export function recordEntry(state: State, entry: Omit<LedgerEntry, 'id'>): string {
  const entries = state.table<LedgerEntry>('ledger')
  // No entry is ever deleted: the size is a counter.
  const id = `1${String(entries.size + 1).padStart(18, '0')}`
  entries.set(id, { ...entry, id })
  return id
}

/**
 * The movements of a day, in order: those of orders that the merchant made, and those on its own account, which a partner
 * may have made for it. `entry.subMchid ?? entry.mchid` says whose account it was.
 *
 * @param day - `2026-11-26`, in China's time zone.
 */
export function listEntries(state: State, mchid: string, day: string): LedgerEntry[] {
  const start = Date.parse(`${day}T00:00:00+08:00`)
  const end = start + 86_400_000
  const found: LedgerEntry[] = []
  for (const entry of state.table<LedgerEntry>('ledger').values()) {
    const isOfMerchant = entry.mchid === mchid || entry.subMchid === mchid
    if (isOfMerchant && entry.time >= start && entry.time < end) found.push(entry)
  }
  return found
}
