import type { LedgerEntry } from '../ledger.ts'
import { type Cell, sumUp, toBillTime, toText, toYuan, writeBill } from './format.ts'

const COLUMNS = [
  '记账时间',
  '微信支付业务单号',
  '资金流水单号',
  '业务名称',
  '业务类型',
  '收支类型',
  '收支金额(元)',
  '账户结余(元)',
  '资金变更提交申请人',
  '备注',
  '业务凭证号',
]
const TOTALS = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额']

/** The money that every account of the sandbox has at first, in fen: so much that transfers never want for it. */
const OPENING_BALANCE = 100_000_000

/** The names of business (业务名称) and of its types (业务类型). */
const BUSINESS: Readonly<Record<LedgerEntry['kind'], readonly [name: string, type: string]>> = {
  payment: ['交易', '交易'],
  refund: ['退款', '退款'],
  transfer: ['商家转账', '商家转账'],
  'transfer-return': ['商家转账', '商家转账退回'],
  'profit-sharing': ['分账', '分账'],
  'profit-sharing-return': ['分账回退', '分账回退'],
}

/** A row of the bill: one change of an account. */
interface Flow {
  readonly entry: LedgerEntry
  readonly id: string
  readonly type: string
  /** Fen; negative where they leave. */
  readonly amount: number
  readonly remark: string
  readonly balance: number
}

/**
 * Writes a bill of fund flows (资金账单); `undefined` where nothing moved.
 *
 * @param entries - all that moved on the accounts up to the end of the day, in order
 * @param isShown - whether an entry is of the day
 */
export function writeFundFlowBill(
  entries: readonly LedgerEntry[],
  isShown: (entry: LedgerEntry) => boolean,
): string | undefined {
  const flows = listFlows(entries).filter(({ entry }) => isShown(entry))
  if (flows.length === 0) return undefined
  const income = flows.filter(({ amount }) => amount > 0)
  const expense = flows.filter(({ amount }) => amount <= 0)
  return writeBill(COLUMNS, flows.map(toCells), TOTALS, [
    flows.length,
    income.length,
    toYuan(sumUp(income, ({ amount }) => amount)),
    expense.length,
    toYuan(-sumUp(expense, ({ amount }) => amount)),
  ])
}

/** Lists the changes: a fee is one of its own when it is paid, and part of the refund with which it comes back. */
function listFlows(entries: readonly LedgerEntry[]): Flow[] {
  const balances = new Map<string, number>()
  return entries.flatMap((entry) => {
    const { id, kind, amount, fee } = entry
    const account = entry.subMchid ?? entry.mchid
    const flow = (change: number, more: Pick<Flow, 'id' | 'type' | 'remark'>): Flow => {
      const balance = (balances.get(account) ?? OPENING_BALANCE) + change
      balances.set(account, balance)
      return { entry, amount: change, balance, ...more }
    }
    const [, type] = BUSINESS[kind]
    if (kind === 'refund') {
      const remark = `退款总金额${toYuan(-amount)}元;含手续费${toYuan(-fee)}元`
      return [flow(amount - fee, { id, type, remark })]
    }
    const main = flow(amount, { id, type, remark: kind === 'payment' ? '' : toText(entry.description) })
    if (fee === 0) return [main]
    return [main, flow(-fee, { id: `2${id.slice(1)}`, type: '扣除交易手续费', remark: '' })]
  })
}

function toCells({ entry, id, type, amount, remark, balance }: Flow): Cell[] {
  const { time, kind, businessId, outBusinessNo, mchid } = entry
  return [
    toBillTime(time),
    businessId,
    id,
    BUSINESS[kind][0],
    type,
    amount > 0 ? '收入' : '支出',
    toYuan(Math.abs(amount)),
    toYuan(balance),
    kind === 'payment' ? 'system' : `${mchid}API`,
    remark,
    outBusinessNo,
  ]
}
