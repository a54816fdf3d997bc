import type { Handle, WorldTools } from '../world.ts'
import { digestContent } from './numbers.ts'
import { readOrder, saveOrder } from './order.ts'
import { readParties } from './parties.ts'
import { settlePayment } from './pay.ts'
import { checkRepeat, readDraft } from './place.ts'
import { refuseField } from './refusals.ts'
import { toTransaction } from './transaction.ts'

/** A codepay order of more fen than this asks the payer for the password; it is paid at once otherwise. */
const WITHOUT_PASSWORD = 100_000

/** A code that a payer shows (付款码). */
const AUTH_CODE = /^1[0-5]\d{16}$/

/**
 * Makes the handler of codepay (付款码支付): the order is paid in its own response, or waits for the payer's password as
 * `USERPAYING`. It has no notification.
 */
export function createCodepay(
  tools: WorldTools,
  isPartner: boolean,
  onWaiting: (key: string, now: number) => void,
): Handle {
  return async (call) => {
    const parties = readParties(call, call.json, isPartner, tools)
    const draft = readDraft(call, parties, 'MICROPAY')
    const { auth_code } = Object(call.json['payer']) as { readonly auth_code?: unknown }
    if (!AUTH_CODE.test(String(auth_code)))
      throw refuseField('/payer/auth_code', '请扫描微信支付授权码(以10/11/12/13/14/15为前缀的18位数字)')
    const content = await digestContent('MICROPAY', call.json)
    // Nothing is awaited from here on, so that one number makes one order.
    const before = readOrder(tools.state, draft.key, call.now)
    if (before) {
      // The same call again while the payer types: the order still waits.
      checkRepeat(before, parties.subMchid, content, call.now)
      return toTransaction(before)
    }
    const order = { ...draft, content }
    if (order.total <= WITHOUT_PASSWORD) return toTransaction(settlePayment(tools, order, {}, call.now))
    const waiting = saveOrder(tools.state, { ...order, tradeState: 'USERPAYING' })
    onWaiting(waiting.key, call.now)
    return toTransaction(waiting)
  }
}
