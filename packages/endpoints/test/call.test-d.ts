// Checked by the compiler alone (npm run typecheck): an operation that the client does not list takes what its notations take.
import type { Client } from '@wechatpay-kit/endpoints'
import * as close from '@wechatpay-kit/endpoints/v3/pay/transactions/out-trade-no/_out_trade_no_/close'
import * as refunds from '@wechatpay-kit/endpoints/v3/refund/domestic/refunds'

declare const wxpay: Client
const amount = { refund: 1, total: 100, currency: 'CNY' }
const params = { out_trade_no: '121775' }

await wxpay.call(refunds.post, { json: { out_refund_no: '1', amount }, timeout: 5000, idempotent: true })
// @ts-expect-error
await wxpay.call(refunds.post, { json: { out_refund_no: '1', amount, more: 1 } })
// @ts-expect-error
await wxpay.call(refunds.post, { json: { amount } })
// @ts-expect-error
await wxpay.call(refunds.post)
const refund = await wxpay.call(refunds.post, { json: { amount, more: 1 }, validation: 'off' }).json()
const id: string = refund.refund_id
// @ts-expect-error
await wxpay.call(close.post, { json: { mchid: '1' }, validation: 'off' })
const nothing: undefined = await wxpay.call(close.post, { params, json: { more: 1 }, validation: 'off' }).json()

export { id, nothing }
