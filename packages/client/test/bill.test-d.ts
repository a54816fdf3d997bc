import { readBill } from '@wechatpay-kit/client'

// Types of readBill; each line below a @ts-expect-error must not compile.

declare const response: Response
const bill = readBill(response)
for await (const row of bill) {
  const fen: number | undefined = row.订单金额 ?? row.手续费 ?? row['收支金额(元)']
  const text: string | undefined = row.商户订单号 ?? row.交易时间 ?? row.交易状态
  const any: string | number | undefined = row['whatever the bill has']
  // @ts-expect-error: an amount is a number
  const amount: string = row.订单金额
  // @ts-expect-error: a row cannot be changed
  row.商户订单号 = ''
  console.log(fen, text, any, amount)
}
const total: number | undefined = bill.summary?.订单总金额
// @ts-expect-error: a summary cannot be set
bill.summary = undefined
for await (const row of readBill(response, { amounts: 'text' })) {
  const yuan: string | undefined = row.订单金额
  console.log(yuan)
}
// @ts-expect-error: not a form of amounts
readBill(response, { amounts: 'yuan' })
// @ts-expect-error: a text is no response
readBill('交易时间,公众账号ID')
console.log(total)
