import type { State } from '../../state/state.ts'
import type { LedgerEntry } from '../ledger.ts'
import { findTransaction } from '../payments/order.ts'
import { sumUp, toBillTime, toText, toYuan, writeBill } from './format.ts'

const COLUMNS = [
  '分账时间',
  '分账发起方',
  '分账方',
  '微信订单号',
  '微信分账/回退单号',
  '分账明细单号',
  '商户分账/回退单号',
  '订单金额',
  '分账接收方',
  '分账金额(元)',
  '业务类型',
  '处理状态',
  '分账描述',
  '备注',
]

/** Writes a bill of profit sharing (分账账单) of these entries; `undefined` where nothing was shared by their merchants. */
export function writeProfitSharingBill(state: State, entries: readonly LedgerEntry[]): string | undefined {
  // What a receiver gets, and what he gives back, stands on his own account too: the bill is that of who shares.
  const shared = entries.filter(
    ({ kind, amount }) => (kind === 'profit-sharing' && amount < 0) || (kind === 'profit-sharing-return' && amount > 0),
  )
  if (shared.length === 0) return undefined
  const rows = shared.map((entry) => [
    toBillTime(entry.time),
    entry.mchid,
    entry.subMchid ?? entry.mchid,
    entry.transactionId ?? '',
    entry.businessId,
    entry.detailId ?? '',
    entry.outBusinessNo,
    toYuan(findTransaction(state, entry.transactionId ?? '')?.total ?? 0),
    entry.receiver ?? '',
    toYuan(Math.abs(entry.amount)),
    entry.kind === 'profit-sharing' ? '分账' : '分账回退',
    '处理成功',
    toText(entry.description),
    '',
  ])
  const sum = sumUp(shared, ({ amount }) => Math.abs(amount))
  return writeBill(COLUMNS, rows, ['总条数', '分账总金额(元)'], [rows.length, toYuan(sum)])
}
