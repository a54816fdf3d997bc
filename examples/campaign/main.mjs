// A whole subsidy campaign against the embedded sandbox, over real HTTP: node examples/campaign/main.mjs
import { createClient, isWechatPayError } from '@wechatpay-kit/endpoints'
import { createSandbox } from '@wechatpay-kit/sandbox'
import { serve } from '@wechatpay-kit/sandbox/node'
import { person, piece, report, sale } from './data.mjs'

const sandbox = await createSandbox()
const server = await serve(sandbox)
const { merchant, platformKeys } = sandbox
const wxpay = createClient({ merchant, platformKeys, baseUrls: [server.url] })
const { authcode, goods, nQualifications, qualifications, sncode } = wxpay.v3.gov.subsidy.zhejiang

let number = 0
/** A fresh request serial number (请求流水号). */
const ssn = () => `20260101${String(++number).padStart(6, '0')}`

/**
 * Makes one step and prints what came of it; a declined step (resp_code other than 000000) is printed as such.
 *
 * @template Body
 * @param {string} title
 * @param {{ json(): Promise<Body> }} call
 * @returns {Promise<Body | undefined>}
 */
async function step(title, call) {
  try {
    const body = await call.json()
    const { resp_code, resp_desc, ...more } = /** @type {Record<string, unknown>} */ (body)
    console.log(`✓ ${title}: ${resp_desc} ${JSON.stringify(more)}`)
    return body
  } catch (error) {
    if (!isWechatPayError(error) || error.name !== 'BusinessError') throw error
    console.log(`✗ ${title}: declined with ${error.respCode} ${error.respDesc}`)
    return undefined
  }
}

console.log('— A voucher code: issue → try → cancel → try → commit → refund')
const { mobile, ...holder } = person
const issue = { category_id: 'A01', ...person, add_code: '330102', cert_type: '1' }
const issued = await step('issue', authcode.issue.post({ json: { ...issue, req_ssn: ssn() } }))
const auth_code = issued?.auth_code ?? ''
const freeze = { mchnt_no: merchant.mchid, term_no: '1', auth_code, category: 'A01', county_code: '330102' }
const time = { trans_date: '20260101', trans_time: '120000' }
const first = await step('try', authcode.try.post({ json: { ...freeze, sp_serial_no: ssn() } }))
const undo = { ...time, auth_code, sp_serial_no: ssn(), cred_frozen_no: first?.cred_frozen_no ?? '' }
await step('cancel', authcode.cancel.post({ json: { ...undo, req_ssn: ssn() } }))
await step('commit what is not frozen', authcode.commit.post({ json: { ...undo, req_ssn: ssn() } }))
const second = await step('try again', authcode.try.post({ json: { ...freeze, sp_serial_no: ssn() } }))
const redeem = { ...time, auth_code, sp_serial_no: ssn(), cred_frozen_no: second?.cred_frozen_no ?? '' }
await step('commit', authcode.commit.post({ json: { ...redeem, req_ssn: ssn() } }))
await step('refund', authcode.refund.post({ json: { ...redeem, req_ssn: ssn() } }))

console.log('— A qualification: claim → query → alter → sync → return, or confirm')
const claim = { ...holder, tel: mobile }
await step('claim', qualifications.claim.post({ json: { ...claim, cate_code: 'A01', req_ssn: ssn() } }))
await step('query', qualifications.query.post({ json: { cert_no: person.cert_no, req_ssn: ssn() } }))
const altered = await step('alter', qualifications.alter.post({ json: { ...claim, cate_code: 'B02', req_ssn: ssn() } }))
const row = { ...report, ...claim, cate_code: 'B02' }
const sold = { ...row, ...piece, auth_code: altered?.auth_code ?? '' }
await step('sync', qualifications.sync.post({ json: { req_ssn: ssn(), data: [{ ...sold, status: '0' }] } }))
await step('sync once more', qualifications.sync.post({ json: { req_ssn: ssn(), data: [{ ...sold, status: '0' }] } }))
const returned = { ...sold, status: /** @type {const} */ ('1'), origin_order_no: sold.order_no }
await step('sync a return', qualifications.sync.post({ json: { req_ssn: ssn(), data: [returned] } }))
const confirmed = { ...row, status: /** @type {const} */ ('0'), serial_num: '1' }
await step('confirm', nQualifications.confirm.post({ json: { req_ssn: ssn(), data: [confirmed] } }))

console.log('— A product: query → lock → query → unlock')
const { goods_bar_code } = sale
await step('goods', goods.query.post({ json: { goods_bar_code, req_ssn: ssn() } }))
await step('lock', sncode.lock.post({ json: { ...sale, req_ssn: ssn() } }))
const { sn, province, goods_type, req_time } = sale
const which = { sn, province, goods_type, goods_bar_code, req_time }
await step('state', sncode.query.post({ json: { ...which, req_ssn: ssn() } }))
await step('lock once more', sncode.lock.post({ json: { ...sale, req_ssn: ssn() } }))
await step('unlock', sncode.unlock.post({ json: { ...sale, ori_pay_orderid: 'P1', req_ssn: ssn() } }))

await server.close()
