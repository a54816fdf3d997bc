import type { State } from '../../state/state.ts'
import { Refusal, toTime } from '../../wire/response.ts'
import type { Command, PendingAction, WorldTools } from '../world.ts'
import { combinedTable, payCombined, readSubOrders, toCombined } from './combined.ts'
import { checkPayable, keyOfOrder, type Order, orderTable, readOrder, saveOrder } from './order.ts'
import { checkPayer, type Payer, payOrder } from './pay.ts'
import { findPrepay, isPrepayOpen } from './prepay.ts'
import { refundTable, settleRefund, toRefund } from './refund.ts'
import { refuse, refuseField } from './refusals.ts'
import { toTransaction } from './transaction.ts'

/** An order that somebody can pay: the key of its row, and of which table. */
interface Payable {
  readonly key: string
  readonly isCombined: boolean
}

/** Lists what payers can do now, newest first: a combined order is paid at once, and listed by its first sub-order. */
export function listPayable(state: State, now: number): PendingAction[] {
  const actions: PendingAction[] = []
  for (const order of orderTable(state).values()) {
    if (!isPayable(order, now)) continue
    const combined = order.combined === undefined ? undefined : combinedTable(state).get(order.combined)
    if (combined && combined.orders[0] !== order.key) continue
    const { mchid, outTradeNo: out_trade_no, prepay: prepayId } = combined ?? order
    const orders = combined ? readSubOrders(state, combined, now) : [order]
    const total = orders.reduce((sum, one) => sum + one.total, 0)
    actions.push({
      command: 'pay',
      json: { mchid, out_trade_no },
      title: `${out_trade_no} ${order.description}`,
      detail: `${(total / 100).toFixed(2)} ${order.currency} ${order.tradeType} ${order.tradeState} ${toTime(new Date(order.createTime))}`,
      prepayId,
    })
  }
  return actions.reverse()
}

/** Tells whether somebody can pay an order now. */
function isPayable(order: Order, now: number): boolean {
  const isOpen = order.tradeState === 'NOTPAY' || order.tradeState === 'USERPAYING'
  return isOpen && now < order.expireTime
}

/** Finds what a number, or anything that opens a payment, stands for. Throws a refusal. */
function findPayable(state: State, mchid: string, text: string): Payable {
  const prepay = findPrepay(state, text)
  if (prepay) return { key: prepay.order, isCombined: prepay.isCombined }
  const key = keyOfOrder(mchid, text)
  const order = orderTable(state).get(key)
  if (order?.combined !== undefined) return { key: order.combined, isCombined: true }
  if (order) return { key, isCombined: false }
  if (combinedTable(state).has(key)) return { key, isCombined: true }
  throw refuse('orderAbsent')
}

/** Pays an order as a task does: one that cannot be paid any more stays as it is. */
export function payByKey(tools: WorldTools, { key, isCombined }: Payable, now: number): void {
  const combined = isCombined ? combinedTable(tools.state).get(key) : undefined
  try {
    if (combined) payCombined(tools, combined, {}, now)
    else payOrder(tools, key, {}, now)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

const PAY_MEMBERS = ['out_trade_no', 'mchid', 'openid', 'bank_type', 'result']

/**
 * Makes the commands: `pay` does what a payer does, `refund` what a bank does.
 *
 * `pay` takes `{ out_trade_no, mchid?, openid?, bank_type?, result? }` and gives what a query gives then; instead of the
 * number, `out_trade_no` may be a `prepay_id`, a `code_url` or a `h5_url`. `result: 'fail'` is a payer who does not pay.
 */
export function createCommands(tools: WorldTools): Readonly<Record<string, Command>> {
  const { state } = tools

  const pay: Command = (json, { merchant, now }) => {
    const unknown = Object.keys(json).find((name) => !PAY_MEMBERS.includes(name))
    if (unknown !== undefined) throw refuseField(`/${unknown}`, '参数中含有非法的额外参数')
    const { out_trade_no, mchid = merchant.mchid, openid, bank_type: bankType, result = 'success' } = readTexts(json)
    if (!out_trade_no) throw refuseField('/out_trade_no', '参数必填')
    if (result !== 'success' && result !== 'fail') throw refuseField('/result', "须为'success'或'fail'", result)
    const payable = findPayable(state, mchid, out_trade_no)
    const payer = { openid, bankType }
    return payable.isCombined
      ? payCombinedOrder(tools, payable.key, payer, result, now)
      : paySingleOrder(tools, payable.key, payer, result, now)
  }

  const refund: Command = (json, { merchant, now }) => {
    const { out_refund_no = '', mchid = merchant.mchid, result = 'success' } = readTexts(json)
    const status = { success: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED' }[result] as
      | 'SUCCESS'
      | 'ABNORMAL'
      | 'CLOSED'
      | undefined
    if (!status) throw refuseField('/result', "须为'success'、'abnormal'或'closed'", result)
    const found = refundTable(state).get(keyOfOrder(mchid, out_refund_no))
    if (!found) throw refuse('refundAbsent')
    if (found.status !== 'PROCESSING') throw refuse('refundSettled')
    return toRefund(state, settleRefund(tools, found, status, now))
  }

  return { pay, refund }
}

/** Reads the members of a command, which are texts all. Throws a refusal. */
function readTexts(json: Readonly<Record<string, unknown>>): Readonly<Record<string, string | undefined>> {
  const wrong = Object.entries(json).find(([, value]) => typeof value !== 'string')
  if (wrong) throw refuseField(`/${wrong[0]}`, '参数类型错误', wrong[1])
  return json as Readonly<Record<string, string>>
}

/** Pays one order, or fails to, as its payer. */
function paySingleOrder(tools: WorldTools, key: string, payer: Payer, result: string, now: number): object {
  const order = readOrder(tools.state, key, now) as Order
  checkPayable(order, now)
  checkPayer(order, payer)
  if (order.tradeType !== 'MICROPAY' && !isPrepayOpen(tools.state, order.prepay, now)) throw refuse('paymentExpired')
  if (result === 'success') return toTransaction(payOrder(tools, key, payer, now))
  // Who fails can try again, but for the code that was shown at a counter.
  const failed: Order = { ...order, tradeState: order.tradeType === 'MICROPAY' ? 'PAYERROR' : order.tradeState }
  return toTransaction(saveOrder(tools.state, failed))
}

/** Pays a combined order, or fails to, as its payer. */
function payCombinedOrder(tools: WorldTools, key: string, payer: Payer, result: string, now: number): object {
  const combined = combinedTable(tools.state).get(key)
  if (!combined) throw refuse('orderAbsent')
  for (const order of readSubOrders(tools.state, combined, now)) checkPayable(order, now)
  if (!isPrepayOpen(tools.state, combined.prepay, now)) throw refuse('paymentExpired')
  const orders =
    result === 'success' ? payCombined(tools, combined, payer, now) : readSubOrders(tools.state, combined, now)
  return toCombined(combined, orders)
}
