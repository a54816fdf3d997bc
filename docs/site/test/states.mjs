// States that the sandbox has to be in, so that it responds to a sample: each is made by calls of the same samples, and by
// the commands that play payers, banks and users.

/** @import { Stage } from './stage.mjs' */
import { PARTNER } from './stage.mjs'

/** A step towards a state; what it gives is of no interest. @typedef {(stage: Stage) => Promise<any>} Step */

/** The number that the samples give to whatever they make. */
export const NUMBER = '20260101120000000001'
const NATIVE = 'POST /v3/pay/transactions/native'
const PARTNER_NATIVE = 'POST /v3/pay/partner/transactions/native'
const COMBINED = 'POST /v3/combine-transactions/native'
const TRANSFER = 'POST /v3/fund-app/mch-transfer/transfer-bills'
const ZHEJIANG = '/v3/gov/subsidy/zhejiang'

/** @type {Step} */
const order = ({ call }) => call(NATIVE)
/** @type {Step} */
const partnerOrder = ({ call }) => call(PARTNER_NATIVE)

/** @type {Step} */
async function pay({ command, known }) {
  Object.assign(known, pick(await command('pay', { out_trade_no: NUMBER }), 'transaction_id'))
}

/** @type {Step} */
async function partnerPaid({ call, command, known }) {
  await call(PARTNER_NATIVE)
  Object.assign(known, pick(await command('pay', { out_trade_no: NUMBER, mchid: PARTNER }), 'transaction_id'))
}

/** @type {Step} */
async function combined(stage) {
  stage.caller = PARTNER
  await stage.call(COMBINED)
}

/** @type {Step} */
async function combinedPaid({ command, known }) {
  Object.assign(known, pick(await command('pay', { out_trade_no: NUMBER, mchid: PARTNER }), 'combine_transaction_id'))
}

/** @type {Step} */
async function refund({ call, known }) {
  Object.assign(known, pick(await call('POST /v3/refund/domestic/refunds'), 'refund_id'))
}

/** An order of which 30 % are more than what a sample shares. @type {Step} */
async function sharedOrder({ call, command, known }) {
  await call('POST /v3/profitsharing/receivers/add')
  await call(NATIVE, { amount: { total: 1000 }, settle_info: { profit_sharing: true } })
  Object.assign(known, pick(await command('pay', { out_trade_no: NUMBER }), 'transaction_id'))
}

/** @type {Step} */
async function sharing({ call, wait }) {
  await call('POST /v3/profitsharing/orders')
  await wait()
}

/** @type {Step} */
async function transfer({ call, known }) {
  Object.assign(known, pick(await call(TRANSFER), 'transfer_bill_no'))
}

/** @type {Step} */
const partnerTransfer = ({ call }) => call('POST /v3/fund-app/mch-transfer/partner/transfer-bills')

/** @type {Step} */
const confirmation = ({ command }) => command('confirm', { out_bill_no: NUMBER })

/** @type {Step} */
async function receipt({ call, wait }) {
  await call('POST /v3/fund-app/mch-transfer/elecsign/out-bill-no')
  await wait()
}

/** @type {Step} */
async function receiptFile(stage) {
  await useFile(stage, await stage.call('GET /v3/fund-app/mch-transfer/elecsign/out-bill-no/{out_bill_no}'))
}

/** @type {Step} */
async function platformTransfer({ call, known }) {
  Object.assign(known, pick(await call('POST /v3/ecommerce/mch-transfer/transfer-bills'), 'transfer_bill_no'))
}

/** @type {Step} */
async function batch({ call, wait, known }) {
  Object.assign(known, pick(await call('POST /v3/transfer/batches'), 'batch_id'))
  await wait()
  const detail = await call(
    'GET /v3/transfer/batches/out-batch-no/{out_batch_no}/details/out-detail-no/{out_detail_no}',
  )
  Object.assign(known, pick(detail, 'detail_id'))
}

/** A bill is of today, where alone something has happened. @type {Step} */
async function today({ known }) {
  known['bill_date'] = readToday()
}

/** @type {Step} */
async function ofPartner(stage) {
  stage.caller = PARTNER
}

/** @type {Step} */
async function billFile(stage) {
  await useFile(stage, await stage.call('GET /v3/bill/tradebill'))
}

/** The file of a signature, whose hash no response of the sandbox tells: it is the file's own. @type {Step} */
async function signatureFile(stage) {
  stage.known['token'] = 'token'
  const path = 'v3/transferdownload/signfile'
  const response = await stage.findClient('', {}).download(`${path}?token=token`, { hash: 'unchecked' })
  const hash = await crypto.subtle.digest('SHA-1', await response.arrayBuffer())
  stage.hash = { type: 'SHA1', value: Buffer.from(hash).toString('hex') }
}

/** @type {Step} */
async function qualification({ call, known }) {
  await call(`POST ${ZHEJIANG}/qualifications/claim`)
  Object.assign(known, pick(await call(`POST ${ZHEJIANG}/qualifications/alter`), 'auth_code'))
}

/** @type {Step} */
async function voucher({ call, known }) {
  known['category'] = '1000000001'
  Object.assign(known, pick(await call(`POST ${ZHEJIANG}/authcode/issue`), 'auth_code'))
}

/** @type {Step} */
async function frozenVoucher({ call, known }) {
  Object.assign(known, pick(await call(`POST ${ZHEJIANG}/authcode/try`), 'cred_frozen_no'))
}

/** Its number is another than that of the return, which would be the same request. @type {Step} */
const redeemedVoucher = ({ call }) => call(`POST ${ZHEJIANG}/authcode/commit`)

/** @type {Step} */
async function lockedPiece({ call, known }) {
  known['sell_orderid'] = '1'
  await call(`POST ${ZHEJIANG}/sncode/lock`)
}

const PAY = '/v3/pay/transactions'
const PARTNER_PAY = '/v3/pay/partner/transactions'
const COMBINE = '/v3/combine-transactions'
const REFUNDS = '/v3/refund/domestic/refunds'
const SHARING = '/v3/profitsharing'
const TRANSFERS = '/v3/fund-app/mch-transfer'
const PLATFORM = '/v3/ecommerce/mch-transfer/transfer-bills'
const BATCHES = '/v3/transfer/batches'

/** Steps by the operation whose sample needs them; all others are responded to by a sandbox that remembers nothing. @type {Readonly<Record<string, readonly Step[]>>} */
export const STATES = {
  [`GET ${PAY}/id/{transaction_id}`]: [order, pay],
  [`GET ${PAY}/out-trade-no/{out_trade_no}`]: [order],
  [`POST ${PAY}/out-trade-no/{out_trade_no}/close`]: [order],
  [`POST ${PAY}/out-trade-no/{out_trade_no}/reverse`]: [({ call }) => call(`POST ${PAY}/codepay`)],
  [`GET ${PARTNER_PAY}/id/{transaction_id}`]: [partnerPaid],
  [`GET ${PARTNER_PAY}/out-trade-no/{out_trade_no}`]: [partnerOrder],
  [`POST ${PARTNER_PAY}/out-trade-no/{out_trade_no}/close`]: [partnerOrder],
  [`POST ${PARTNER_PAY}/out-trade-no/{out_trade_no}/reverse`]: [({ call }) => call(`POST ${PARTNER_PAY}/codepay`)],
  [`GET ${COMBINE}/id/{combine_transaction_id}`]: [combined, combinedPaid],
  [`GET ${COMBINE}/out-trade-no/{combine_out_trade_no}`]: [combined],
  [`POST ${COMBINE}/out-trade-no/{combine_out_trade_no}/close`]: [combined],
  [`POST ${REFUNDS}`]: [order, pay],
  [`GET ${REFUNDS}/{out_refund_no}`]: [order, pay, refund],
  [`POST ${REFUNDS}/{refund_id}/apply-abnormal-refund`]: [
    order,
    pay,
    refund,
    ({ command }) => command('refund', { out_refund_no: NUMBER, result: 'abnormal' }),
  ],
  [`POST ${SHARING}/orders`]: [sharedOrder],
  [`POST ${SHARING}/orders/unfreeze`]: [sharedOrder],
  [`GET ${SHARING}/orders/{out_order_no}`]: [sharedOrder, sharing],
  [`POST ${SHARING}/return-orders`]: [sharedOrder, sharing],
  [`GET ${SHARING}/return-orders/{out_return_no}`]: [
    sharedOrder,
    sharing,
    ({ call }) => call(`POST ${SHARING}/return-orders`),
  ],
  [`GET ${SHARING}/transactions/{transaction_id}/amounts`]: [sharedOrder],
  [`GET ${SHARING}/bills`]: [sharedOrder, sharing, today],
  [`GET ${TRANSFERS}/transfer-bills/out-bill-no/{out_bill_no}`]: [transfer],
  [`GET ${TRANSFERS}/transfer-bills/transfer-bill-no/{transfer_bill_no}`]: [transfer],
  [`POST ${TRANSFERS}/transfer-bills/out-bill-no/{out_bill_no}/cancel`]: [transfer],
  [`GET ${TRANSFERS}/partner/transfer-bills/out-bill-no/{out_bill_no}`]: [partnerTransfer],
  [`POST ${TRANSFERS}/partner/transfer-bills/out-bill-no/{out_bill_no}/cancel`]: [partnerTransfer],
  [`POST ${TRANSFERS}/elecsign/out-bill-no`]: [transfer, confirmation],
  [`POST ${TRANSFERS}/elecsign/transfer-bill-no`]: [transfer, confirmation],
  [`GET ${TRANSFERS}/elecsign/out-bill-no/{out_bill_no}`]: [transfer, confirmation, receipt],
  [`GET ${TRANSFERS}/elecsign/transfer-bill-no/{transfer_bill_no}`]: [transfer, confirmation, receipt],
  'GET /v3/transferdownload/elecvoucherfile': [transfer, confirmation, receipt, receiptFile],
  'GET /v3/transferdownload/signfile': [signatureFile],
  [`GET ${PLATFORM}/out-bill-no/{out_bill_no}`]: [platformTransfer],
  [`GET ${PLATFORM}/transfer-bill-no/{transfer_bill_no}`]: [platformTransfer],
  [`POST ${PLATFORM}/out-bill-no/{out_bill_no}/cancel`]: [platformTransfer],
  [`GET ${BATCHES}/batch-id/{batch_id}`]: [batch],
  [`GET ${BATCHES}/batch-id/{batch_id}/details/detail-id/{detail_id}`]: [batch],
  [`GET ${BATCHES}/out-batch-no/{out_batch_no}`]: [batch],
  [`GET ${BATCHES}/out-batch-no/{out_batch_no}/details/out-detail-no/{out_detail_no}`]: [batch],
  'GET /v3/bill/tradebill': [order, pay, today],
  'GET /v3/bill/fundflowbill': [order, pay, today],
  'GET /v3/bill/sub-merchant-fundflowbill': [partnerPaid, today, ofPartner],
  'GET /v3/ecommerce/bill/fundflowbill': [partnerPaid, today, ofPartner],
  'GET /v3/billdownload/file': [order, pay, today, billFile],
  [`POST ${ZHEJIANG}/qualifications/sync`]: [qualification],
  [`POST ${ZHEJIANG}/n-qualifications/confirm`]: [qualification],
  [`POST ${ZHEJIANG}/authcode/try`]: [voucher],
  [`POST ${ZHEJIANG}/authcode/commit`]: [voucher, frozenVoucher],
  [`POST ${ZHEJIANG}/authcode/cancel`]: [voucher, frozenVoucher],
  [`POST ${ZHEJIANG}/authcode/refund`]: [voucher, frozenVoucher, redeemedVoucher],
  [`POST ${ZHEJIANG}/sncode/unlock`]: [lockedPiece],
}

/** The day in China. */
export function readToday() {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** Takes the token and the hash of a file from a response. @param {Stage} stage @param {Readonly<Record<string, any>>} response */
async function useFile(stage, { download_url, hash_type, hash_value }) {
  Object.assign(stage.known, Object.fromEntries(new URL(download_url).searchParams))
  stage.hash = { type: hash_type, value: hash_value }
}

/** @param {Readonly<Record<string, any>>} object @param {string} name */
function pick(object, name) {
  return { [name]: String(object[name]) }
}
