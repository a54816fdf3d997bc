/** Rows of a bill: so many that its file comes in several pieces. */
const ROWS = 2000

const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_TOTALS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FUND_FLOW_COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const FUND_FLOW_TOTALS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

/** Writes a bill of transactions of all kinds: payments of 12.34 yuan, every tenth refunded by 1 yuan. */
export function writeTradeBill(date: string): string {
  const refunds = ROWS / 10
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const isRefund = row % 10 === 9
    const order = isRefund ? row - 1 : row
    const numbers = `${date} 10:00:00,wxd678efh567hg6787,1900007291,0,,${4200000000000 + order},order-${order}`
    const refund = isRefund ? `${5030000000000 + row},refund-${row},1.00,0.00,ORIGINAL,SUCCESS` : '0,0,0.00,0.00,,'
    const fee = isRefund ? '-0.01000,0.60%,0.00,1.00' : '0.07000,0.60%,12.34,0.00'
    const settled = isRefund ? 'REFUND,OTHERS,CNY,0.00,0.00' : 'SUCCESS,OTHERS,CNY,12.34,0.00'
    return `${numbers},oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,JSAPI,${settled},${refund},茶叶 一盒,,${fee},`
  })
  const payments = ROWS - refunds
  const fees = toYuan(payments * 7 - refunds)
  const totals = `${ROWS},${toYuan(payments * 1234)},${toYuan(refunds * 100)},0.00,${fees}000,${toYuan(payments * 1234)},${toYuan(refunds * 100)}`
  return join(TRADE_COLUMNS, rows, TRADE_TOTALS, totals)
}

/** Writes a bill of fund flows: 12.34 yuan come in again and again. */
export function writeFundFlowBill(date: string): string {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const numbers = `${date} 10:00:00,${4200000000000 + row},${1000000000000 + row}`
    return `${numbers},交易,交易,收入,12.34,${toYuan((row + 1) * 1234)},system,,order-${row}`
  })
  return join(FUND_FLOW_COLUMNS, rows, FUND_FLOW_TOTALS, `${ROWS},${ROWS},${toYuan(ROWS * 1234)},0,0.00`)
}

/** Joins the lines of a bill. A backtick begins every cell, but none of the two header lines. */
function join(columns: string, rows: readonly string[], totals: string, sums: string): string {
  const quote = (cells: string) => `\`${cells.replaceAll(',', ',`')}`
  return [
    '\ufeff',
    columns,
    '\r\n',
    ...rows.map((row) => `${quote(row)}\r\n`),
    totals,
    '\r\n',
    quote(sums),
    '\r\n',
  ].join('')
}

function toYuan(fen: number): string {
  return (fen / 100).toFixed(2)
}
