import type { CommandContext } from '../command.ts'
import type { ControlResult } from './control.ts'
import { play } from './play.ts'

/** Options of the command `pay`. */
export interface PayOptions {
  readonly openid?: string
  readonly bankType?: string
  readonly fail?: true
}

/** Plays the payer of an order. */
export async function pay(
  number: string,
  { openid, bankType, fail }: PayOptions,
  context: CommandContext,
): Promise<void> {
  const json = {
    out_trade_no: number,
    ...(openid === undefined ? {} : { openid }),
    ...(bankType === undefined ? {} : { bank_type: bankType }),
    ...(fail ? { result: 'fail' } : {}),
  }
  const findReference = ({ out_trade_no, combine_out_trade_no }: ControlResult) =>
    fail ? undefined : (combine_out_trade_no ?? out_trade_no)
  const describe = (result: ControlResult) => describeOrder(result, context)
  await play({ command: 'pay', json, describe, findReference }, context)
}

/** The line of an order, or of a combined one. */
function describeOrder(result: ControlResult, { say }: CommandContext): string {
  const { out_trade_no, combine_out_trade_no, trade_state, transaction_id, amount, sub_orders } = result
  if (Array.isArray(sub_orders)) {
    const rows = sub_orders.map((order: ControlResult) => describeState(order['out_trade_no'], order['trade_state']))
    return [say({ en: `combined order ${combine_out_trade_no}`, zh: `合单 ${combine_out_trade_no}` }), ...rows].join(
      '\n  ',
    )
  }
  const { total, currency } = Object(amount) as { readonly total?: unknown; readonly currency?: unknown }
  const fen = say({ en: 'fen', zh: '分' })
  const number = transaction_id === undefined ? '' : ` ${transaction_id}`
  return `${describeState(out_trade_no, trade_state)}, ${total} ${fen} ${currency}${number}`
}

function describeState(number: unknown, state: unknown): string {
  return `${number}: ${state}`
}

/** Plays the bank that settles a refund. */
export async function settleRefund(
  number: string,
  { result }: { readonly result?: string },
  context: CommandContext,
): Promise<void> {
  const json = { out_refund_no: number, ...(result === undefined ? {} : { result }) }
  await play(
    {
      command: 'refund',
      json,
      describe: ({ out_refund_no, status }) => describeState(out_refund_no, status),
      findReference: ({ out_refund_no }) => out_refund_no,
    },
    context,
  )
}

/** Plays the user who confirms that he takes a transfer. */
export async function confirm(
  number: string,
  { fail }: { readonly fail?: string },
  context: CommandContext,
): Promise<void> {
  const json = { out_bill_no: number, ...(fail === undefined ? {} : { fail_reason: fail }) }
  const describe = ({ out_bill_no, state, fail_reason }: ControlResult) =>
    `${describeState(out_bill_no, state)}${fail_reason === undefined ? '' : ` (${fail_reason})`}`
  await play({ command: 'confirm', json, describe, findReference: ({ out_bill_no }) => out_bill_no }, context)
}

/** Introduces a user, so that the sandbox knows the name that transfers to the openid must have. */
export async function introduce(openid: string, name: string, context: CommandContext): Promise<void> {
  const text = { en: 'the sandbox knows the name of this openid', zh: '沙箱已记住该 openid 的姓名' }
  const describe = () => context.say(text)
  await play({ command: 'introduce', json: { openid, name }, describe, findReference: () => undefined }, context)
}
