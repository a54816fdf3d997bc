import type { Handle, World, WorldTools } from '../world.ts'
import { createCodepay } from './codepay.ts'
import { createCombinedHandlers, placeCombined } from './combine.ts'
import { createCommands, listPayable, payByKey } from './commands.ts'
import { createExistingHandlers } from './existing.ts'
import type { TradeType } from './order.ts'
import { placeOrder } from './place.ts'
import { refundTable, settleRefund } from './refund.ts'
import { createRefundHandlers } from './refunds.ts'

/** Options of how a sandbox plays payments. */
export interface PaymentsOptions {
  /** Milliseconds after which an order pays itself. Default: never; the command `pay` does. */
  readonly payAfter?: number | undefined
  /** Milliseconds after which a refund succeeds. Default: 1,000; `Infinity` leaves it to the command `refund`. */
  readonly refundAfter?: number | undefined
}

const PRODUCTS: Readonly<Record<string, TradeType>> = { jsapi: 'JSAPI', app: 'APP', h5: 'MWEB', native: 'NATIVE' }
const DIRECT = 'v3/pay/transactions'
const PARTNER = 'v3/pay/partner/transactions'
const COMBINED = 'v3/combine-transactions'
const REFUNDS = 'v3/refund/domestic/refunds'

/** Makes the world of payments: orders of every kind, what payers do with them, and refunds. */
export function createPaymentsWorld(tools: WorldTools, options: PaymentsOptions = {}): World {
  const { payAfter, refundAfter = 1000 } = options
  const payLater = (order: { readonly key: string; readonly isCombined: boolean }, now: number) => {
    if (payAfter !== undefined) tools.schedule('payments.pay', now + payAfter, order)
  }
  const refunds = createRefundHandlers(tools, ({ key }, now) => {
    if (Number.isFinite(refundAfter)) tools.schedule('payments.refund', now + refundAfter, { key })
  })

  const handlers: Record<string, Handle> = {
    [`POST ${REFUNDS}`]: refunds.create,
    [`GET ${REFUNDS}/{out_refund_no}`]: refunds.query,
    [`POST ${REFUNDS}/{refund_id}/apply-abnormal-refund`]: refunds.applyAbnormal,
  }
  for (const [path, isPartner] of [[DIRECT, false] as const, [PARTNER, true] as const]) {
    const { queryById, queryByNumber, close, reverse } = createExistingHandlers(tools, isPartner)
    const place = (tradeType: TradeType) =>
      placeOrder(tools, tradeType, isPartner, ({ key }, now) => payLater({ key, isCombined: false }, now))
    for (const [product, tradeType] of Object.entries(PRODUCTS)) handlers[`POST ${path}/${product}`] = place(tradeType)
    // Mini programs order as pages do; only partners have an operation of their own for them.
    if (isPartner) handlers[`POST ${path}/miniprogram`] = place('JSAPI')
    handlers[`POST ${path}/codepay`] = createCodepay(tools, isPartner, (key, now) =>
      payLater({ key, isCombined: false }, now),
    )
    handlers[`GET ${path}/id/{transaction_id}`] = queryById
    handlers[`GET ${path}/out-trade-no/{out_trade_no}`] = queryByNumber
    handlers[`POST ${path}/out-trade-no/{out_trade_no}/close`] = close
    handlers[`POST ${path}/out-trade-no/{out_trade_no}/reverse`] = reverse
  }
  const combined = createCombinedHandlers(tools)
  for (const [product, tradeType] of Object.entries({ ...PRODUCTS, miniprogram: 'JSAPI' as const }))
    handlers[`POST ${COMBINED}/${product}`] = placeCombined(tools, tradeType, ({ key }, now) =>
      payLater({ key, isCombined: true }, now),
    )
  handlers[`GET ${COMBINED}/id/{combine_transaction_id}`] = combined.queryById
  handlers[`GET ${COMBINED}/out-trade-no/{combine_out_trade_no}`] = combined.queryByNumber
  handlers[`POST ${COMBINED}/out-trade-no/{combine_out_trade_no}/close`] = combined.close

  return {
    handlers,
    commands: createCommands(tools),
    listPending: (now) => listPayable(tools.state, now),
    tasks: {
      'payments.pay': ({ key, isCombined }, now) =>
        payByKey(tools, { key: String(key), isCombined: isCombined === true }, now),
      'payments.refund': ({ key }, now) => {
        const refund = refundTable(tools.state).get(String(key))
        if (refund?.status === 'PROCESSING') settleRefund(tools, refund, 'SUCCESS', now)
      },
    },
  }
}
