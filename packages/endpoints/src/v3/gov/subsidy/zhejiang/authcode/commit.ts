import { builtinOperation, number, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import { barcode, creditCode, saleChannel, yuan } from '../../../../../zhejiang-fields.ts'

/**
 * 品类凭证码上报确认: redeems a voucher code that `authcode/try` froze, once the purchase is paid.
 *
 * `POST /v3/gov/subsidy/zhejiang/authcode/commit`
 *
 * `subsidy_amt` and `amount` are JSON numbers whose unit is nowhere published; the bank’s and the platform’s subsidies
 * are texts in yuan. `address` travels as plain text here, unlike in `n-qualifications/confirm`.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.authcode.commit.post({
 *   json: { sp_serial_no: 'SP20260101000001', cred_frozen_no: 'F20260101000001', trans_date: '20260101',
 *     trans_time: '120000', auth_code: 'E2026010112000001', req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/commit',
  request: v.strictObject({
    /** 接入方请求流水号 · integrator’s request serial number */
    sp_serial_no: text(),
    /** 冻结流水号 · freeze serial number (identifies the pre-redemption freeze) */
    cred_frozen_no: text(),
    /** 交易日期 · transaction date */
    trans_date: text(),
    /** 交易时间 · transaction time */
    trans_time: text(),
    /** 收单机构订单号 · acquiring institution’s order number */
    acq_org_order_no: v.optional(text()),
    /** 商户订单号 · merchant order number */
    order_no: v.optional(text()),
    /** 政府补贴金额 · government subsidy amount, unit not published */
    subsidy_amt: v.optional(number()),
    /** 收货地区编码 · delivery region code */
    add_code: v.optional(text()),
    /** 收货地址 · delivery address */
    address: v.optional(text()),
    /** 销售方式 · sales channel: `0` 线上 · online, `1` 线下 · offline */
    sale_models: v.optional(saleChannel()),
    /** 销售企业名称 · name of the selling enterprise */
    corp_name: v.optional(text()),
    /** 家电品牌 · appliance brand */
    brand: v.optional(text()),
    /** 统一社会信息代码 · unified social credit code, 18 characters, as on the business licence */
    uniscid: v.optional(creditCode()),
    /** 商品条码 · product barcode, 13 or 14 digits */
    barcode: v.optional(barcode()),
    /** 品类凭证码 · category voucher code */
    auth_code: text(),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
    /** 银行机构名称 · name of the banking institution */
    bank_name: v.optional(text()),
    /** 银行补贴金额 · bank subsidy amount, in yuan */
    bank_subsidy: v.optional(yuan()),
    /** 交易平台补贴金额 · trading platform subsidy amount, in yuan */
    plat_subsidy: v.optional(yuan()),
    /** 区县编码 · district/county code */
    county_code: v.optional(text()),
    /** 原订单金额 · original order amount, unit not published */
    amount: v.optional(number()),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
