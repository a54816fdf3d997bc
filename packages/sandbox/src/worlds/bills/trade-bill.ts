import type { State } from '../../state/state.ts'
import type { LedgerEntry } from '../ledger.ts'
import { refundTable } from '../payments/refund.ts'
import { type Cell, sumUp, toBillTime, toFee, toText, toYuan, writeBill } from './format.ts'

/** A payment or a refund as a row of the bill. */
interface Trade {
  readonly entry: LedgerEntry
  /** `REVOKED` is a payment that was reversed (撤销), which has no refund of its own. */
  readonly state: 'SUCCESS' | 'REFUND' | 'REVOKED'
  /** Fen that were paid, and that went back. */
  readonly paid: number
  readonly refunded: number
  /** The times of a refund, in milliseconds. */
  readonly requested: number
  readonly succeeded: number
}

/** A column, and what stands in it. */
type Column = readonly [name: string, write: (trade: Trade) => Cell]

const ALWAYS: readonly Column[] = [
  ['交易时间', ({ requested }) => toBillTime(requested)],
  ['公众账号ID', ({ entry }) => entry.appid ?? ''],
  ['商户号', ({ entry }) => entry.mchid],
  ['特约商户号', ({ entry }) => entry.subMchid ?? '0'],
  ['设备号', ({ entry }) => toText(entry.deviceId)],
  ['微信订单号', ({ entry }) => entry.transactionId ?? ''],
  ['商户订单号', ({ entry }) => entry.outTradeNo ?? ''],
  ['用户标识', ({ entry }) => entry.openid ?? ''],
  ['交易类型', ({ entry }) => entry.tradeType ?? ''],
  ['交易状态', ({ state }) => state],
  ['付款银行', ({ entry }) => entry.bankType ?? 'OTHERS'],
  ['货币种类', () => 'CNY'],
  ['应结订单金额', ({ paid }) => toYuan(paid)],
  ['代金券金额', () => toYuan(0)],
]
const REFUND_TIMES: readonly Column[] = [
  ['退款申请时间', ({ requested }) => toBillTime(requested)],
  ['退款成功时间', ({ succeeded }) => toBillTime(succeeded)],
]
const REFUNDS: readonly Column[] = [
  ['微信退款单号', ({ entry }) => entry.refundId ?? '0'],
  ['商户退款单号', ({ entry }) => entry.outRefundNo ?? '0'],
  ['退款金额', ({ refunded }) => toYuan(refunded)],
  ['充值券退款金额', () => toYuan(0)],
  ['退款类型', ({ state }) => (state === 'SUCCESS' ? '' : 'ORIGINAL')],
  ['退款状态', ({ state }) => (state === 'SUCCESS' ? '' : 'SUCCESS')],
]
const GOODS: readonly Column[] = [
  ['商品名称', ({ entry }) => toText(entry.description)],
  ['商户数据包', ({ entry }) => toText(entry.attach)],
  ['手续费', ({ entry }) => toFee(entry.fee)],
  ['费率', ({ entry }) => entry.rate],
  ['订单金额', ({ paid }) => toYuan(paid)],
]
const APPLIED: readonly Column[] = [['申请退款金额', ({ refunded }) => toYuan(refunded)]]
const REMARK: readonly Column[] = [['费率备注', () => '']]

/** A kind of trade bill that the sandbox writes. */
export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND'

/** The columns of each `bill_type`. */
const COLUMNS: Readonly<Record<TradeBillType, readonly Column[]>> = {
  ALL: [...ALWAYS, ...REFUNDS, ...GOODS, ...APPLIED, ...REMARK],
  SUCCESS: [...ALWAYS, ...GOODS, ...REMARK],
  REFUND: [...ALWAYS, ...REFUND_TIMES, ...REFUNDS, ...GOODS, ...APPLIED, ...REMARK],
}

/** Whether a value of `bill_type` is a kind of bill that the sandbox writes. */
export function isTradeBillType(type: string): type is TradeBillType {
  return Object.hasOwn(COLUMNS, type)
}

/** Writes a bill of transactions (交易账单) of these entries; `undefined` where none of them is one. */
export function writeTradeBill(state: State, entries: readonly LedgerEntry[], type: TradeBillType): string | undefined {
  const trades = entries.flatMap((entry) => toTrade(state, entry) ?? [])
  const shown = trades.filter((trade) => type === 'ALL' || (trade.state === 'SUCCESS') === (type === 'SUCCESS'))
  if (shown.length === 0) return undefined
  const columns = COLUMNS[type]
  const paid = toYuan(sumUp(shown, (trade) => trade.paid))
  const refunded = toYuan(sumUp(shown, (trade) => trade.refunded))
  const fees = toFee(sumUp(shown, ({ entry }) => entry.fee))
  const [totals, sums] =
    type === 'SUCCESS'
      ? [
          ['总交易单数', '应结订单总金额', '手续费总金额', '订单总金额'],
          [shown.length, paid, fees, paid],
        ]
      : [
          [
            '总交易单数',
            '应结订单总金额',
            '退款总金额',
            '充值券退款总金额',
            '手续费总金额',
            '订单总金额',
            '申请退款总金额',
          ],
          [shown.length, paid, refunded, toYuan(0), fees, paid, refunded],
        ]
  const rows = shown.map((trade) => columns.map(([, write]) => write(trade)))
  return writeBill(
    columns.map(([name]) => name),
    rows,
    totals,
    sums,
  )
}

/** Gives the trade that an entry is; transfers and profit sharing are none. */
function toTrade(state: State, entry: LedgerEntry): Trade | undefined {
  const { kind, amount, time } = entry
  if (kind === 'payment') {
    return { entry, state: 'SUCCESS', paid: amount, refunded: 0, requested: time, succeeded: time }
  }
  if (kind !== 'refund') return undefined
  const key = state.table<{ readonly refund?: string }>('refund-ids').get(entry.refundId ?? '')?.refund
  const refund = key === undefined ? undefined : refundTable(state).get(key)
  const requested = refund?.createTime ?? time
  return {
    entry,
    state: refund ? 'REFUND' : 'REVOKED',
    paid: 0,
    refunded: -amount,
    requested,
    succeeded: time,
  }
}
