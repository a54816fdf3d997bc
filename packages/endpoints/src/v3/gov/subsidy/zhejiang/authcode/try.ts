import { builtinOperation, type OpenEnumSchema, openEnum, type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

/**
 * 预核销品类凭证码: freezes a voucher code for a purchase; `authcode/commit` or `authcode/cancel` comes next.
 *
 * `POST /v3/gov/subsidy/zhejiang/authcode/try`
 *
 * The only call of the family without `req_ssn`: `sp_serial_no` makes it repeatable. `discount_mode` is documented as a
 * number whose values are texts, so both are let through. No unit is published for the amounts.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.authcode.try.post({
 *   json: { sp_serial_no: 'SP20260101000001', mchnt_no: '1900000000', term_no: '00000001',
 *     auth_code: 'E2026010112000001', category: 'A01', county_code: '330102' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/authcode/try'
  readonly request: StrictObject<{
    /** 接入方请求流水号 · integrator’s request serial number: repeat it, with the same values, to repeat the call */
    readonly sp_serial_no: TextSchema
    /** 商户号 · merchant number */
    readonly mchnt_no: TextSchema
    /** 终端号 · terminal number */
    readonly term_no: TextSchema
    /** 品类凭证码 · category voucher code */
    readonly auth_code: TextSchema
    /** 品类编码 · category code */
    readonly category: TextSchema
    /** 区县编码 · district/county code */
    readonly county_code: TextSchema
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
    /** 冻结流水号 · freeze serial number (identifies the pre-redemption freeze) */
    readonly cred_frozen_no: v.StringSchema<undefined>
    /** 活动号 · campaign number */
    readonly event_id: v.StringSchema<undefined>
    /** 活动标题 · campaign title */
    readonly event_title: v.StringSchema<undefined>
    /** 优惠模式 · discount mode: `DIS_FLAG` 优惠标记 · marking, offline; `DIS_CALC` 优惠计算 · calculation, offline; `DIS_SMKT` 接入方自营销 · integrator’s own, online */
    readonly discount_mode: v.UnionSchema<
      [OpenEnumSchema<'DIS_CALC' | 'DIS_FLAG' | 'DIS_SMKT'>, v.NumberSchema<undefined>],
      undefined
    >
    /** 原订单金额 · original order amount, unit not published */
    readonly amount: v.OptionalSchema<v.NumberSchema<undefined>, undefined>
    /** 优惠金额 · discount amount, unit not published */
    readonly discount_amt: v.OptionalSchema<v.NumberSchema<undefined>, undefined>
    /** 实付金额 · amount actually paid, unit not published */
    readonly pay_amt: v.OptionalSchema<v.NumberSchema<undefined>, undefined>
    /** 渠道优惠标记 · channel discount flag */
    readonly channel_dis_flag: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 渠道活动号列表 · list of channel campaign numbers */
    readonly channel_evt_no: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 品类编码 · category code */
    readonly category_id: v.StringSchema<undefined>
  }>
  readonly idempotencyField: 'sp_serial_no'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/try',
  request: v.strictObject({
    sp_serial_no: text(),
    mchnt_no: text(),
    term_no: text(),
    auth_code: text(),
    category: text(),
    county_code: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    cred_frozen_no: v.string(),
    event_id: v.string(),
    event_title: v.string(),
    discount_mode: v.union([openEnum(['DIS_FLAG', 'DIS_CALC', 'DIS_SMKT']), v.number()]),
    amount: v.optional(v.number()),
    discount_amt: v.optional(v.number()),
    pay_amt: v.optional(v.number()),
    channel_dis_flag: v.optional(v.string()),
    channel_evt_no: v.optional(v.string()),
    category_id: v.string(),
  }),
  idempotencyField: 'sp_serial_no',
})
