import { builtinOperation, number, type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import {
  barcode,
  type CreditCodeSchema,
  creditCode,
  type LooseObject,
  type PatternSchema,
  type StrictObject,
  saleChannel,
  yuan,
} from '../../../../../zhejiang-fields.ts'

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
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/authcode/commit'
  readonly request: StrictObject<{
    /** 接入方请求流水号 · integrator’s request serial number */
    readonly sp_serial_no: TextSchema
    /** 冻结流水号 · freeze serial number (identifies the pre-redemption freeze) */
    readonly cred_frozen_no: TextSchema
    /** 交易日期 · transaction date */
    readonly trans_date: TextSchema
    /** 交易时间 · transaction time */
    readonly trans_time: TextSchema
    /** 收单机构订单号 · acquiring institution’s order number */
    readonly acq_org_order_no: v.OptionalSchema<TextSchema, undefined>
    /** 商户订单号 · merchant order number */
    readonly order_no: v.OptionalSchema<TextSchema, undefined>
    /** 政府补贴金额 · government subsidy amount, unit not published */
    readonly subsidy_amt: v.OptionalSchema<
      v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.FiniteAction<number, undefined>]>,
      undefined
    >
    /** 收货地区编码 · delivery region code */
    readonly add_code: v.OptionalSchema<TextSchema, undefined>
    /** 收货地址 · delivery address */
    readonly address: v.OptionalSchema<TextSchema, undefined>
    /** 销售方式 · sales channel: `0` 线上 · online, `1` 线下 · offline */
    readonly sale_models: v.OptionalSchema<v.PicklistSchema<['0', '1'], undefined>, undefined>
    /** 销售企业名称 · name of the selling enterprise */
    readonly corp_name: v.OptionalSchema<TextSchema, undefined>
    /** 家电品牌 · appliance brand */
    readonly brand: v.OptionalSchema<TextSchema, undefined>
    /** 统一社会信息代码 · unified social credit code, 18 characters, as on the business licence */
    readonly uniscid: v.OptionalSchema<CreditCodeSchema, undefined>
    /** 商品条码 · product barcode, 13 or 14 digits */
    readonly barcode: v.OptionalSchema<PatternSchema, undefined>
    /** 品类凭证码 · category voucher code */
    readonly auth_code: TextSchema
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
    /** 银行机构名称 · name of the banking institution */
    readonly bank_name: v.OptionalSchema<TextSchema, undefined>
    /** 银行补贴金额 · bank subsidy amount, in yuan */
    readonly bank_subsidy: v.OptionalSchema<PatternSchema, undefined>
    /** 交易平台补贴金额 · trading platform subsidy amount, in yuan */
    readonly plat_subsidy: v.OptionalSchema<PatternSchema, undefined>
    /** 区县编码 · district/county code */
    readonly county_code: v.OptionalSchema<TextSchema, undefined>
    /** 原订单金额 · original order amount, unit not published */
    readonly amount: v.OptionalSchema<
      v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.FiniteAction<number, undefined>]>,
      undefined
    >
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/commit',
  request: v.strictObject({
    sp_serial_no: text(),
    cred_frozen_no: text(),
    trans_date: text(),
    trans_time: text(),
    acq_org_order_no: v.optional(text()),
    order_no: v.optional(text()),
    subsidy_amt: v.optional(number()),
    add_code: v.optional(text()),
    address: v.optional(text()),
    sale_models: v.optional(saleChannel()),
    corp_name: v.optional(text()),
    brand: v.optional(text()),
    uniscid: v.optional(creditCode()),
    barcode: v.optional(barcode()),
    auth_code: text(),
    req_ssn: text(),
    bank_name: v.optional(text()),
    bank_subsidy: v.optional(yuan()),
    plat_subsidy: v.optional(yuan()),
    county_code: v.optional(text()),
    amount: v.optional(number()),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
