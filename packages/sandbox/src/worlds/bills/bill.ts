import type { State } from '../../state/state.ts'
import { type LedgerEntry, listEntries } from '../ledger.ts'
import { writeFundFlowBill } from './fund-flow-bill.ts'
import { writeProfitSharingBill } from './profit-sharing-bill.ts'
import { isTradeBillType, writeTradeBill } from './trade-bill.ts'

/** All that says what a bill holds: it is written anew for every download, and the same each time. */
export interface Bill {
  readonly kind: 'trade' | 'fund-flow' | 'profit-sharing'
  /** The merchant that asks. */
  readonly mchid: string
  /** The sub-merchant that it asks for; `*` for all that it has. */
  readonly subMchid?: string | undefined
  /** `2026-11-26`, in China's time zone. */
  readonly day: string
  /** `bill_type` or `account_type`. */
  readonly type: string
  /** The last entry of the ledger that counts: what comes later on the same day is not in it. */
  readonly last: string
}

/** Gives the number of the last entry of a ledger. */
export function findLastEntry(state: State): string {
  return `1${String(state.table('ledger').size).padStart(18, '0')}`
}

/** Writes a bill; `undefined` where there is nothing to write. */
export function writeBillText(state: State, bill: Bill): string | undefined {
  const isCounted = (entry: LedgerEntry) => entry.id <= bill.last
  if (bill.kind === 'fund-flow') {
    if (bill.type !== 'BASIC' && bill.type !== 'ALL') return undefined
    const end = Date.parse(`${bill.day}T00:00:00+08:00`) + 86_400_000
    const entries = [...state.table<LedgerEntry>('ledger').values()].filter(
      (entry) => isCounted(entry) && entry.time < end,
    )
    const accounts = findAccounts(entries, bill)
    const flows = entries.filter(({ mchid, subMchid }) => accounts.has(subMchid ?? mchid))
    return writeFundFlowBill(flows, ({ time }) => time >= end - 86_400_000)
  }
  const entries = listEntries(state, bill.mchid, bill.day).filter(
    (entry) => isCounted(entry) && (bill.subMchid === undefined || entry.subMchid === bill.subMchid),
  )
  if (bill.kind === 'profit-sharing') return writeProfitSharingBill(state, entries)
  return isTradeBillType(bill.type) ? writeTradeBill(state, entries, bill.type) : undefined
}

/** The accounts that a bill is of: the caller's own, or those of sub-merchants for whom the caller has done business. */
function findAccounts(entries: readonly LedgerEntry[], bill: Bill): ReadonlySet<string> {
  if (bill.subMchid === undefined) return new Set([bill.mchid])
  const served = entries.flatMap(({ mchid, subMchid }) => (mchid === bill.mchid ? (subMchid ?? []) : []))
  return new Set(served.filter((account) => bill.subMchid === '*' || account === bill.subMchid))
}
