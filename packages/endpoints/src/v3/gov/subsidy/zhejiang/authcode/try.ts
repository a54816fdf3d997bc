import { builtinOperation, openEnum, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

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
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/try',
  request: v.strictObject({
    /** 接入方请求流水号 · integrator’s request serial number: repeat it, with the same values, to repeat the call */
    sp_serial_no: text(),
    /** 商户号 · merchant number */
    mchnt_no: text(),
    /** 终端号 · terminal number */
    term_no: text(),
    /** 品类凭证码 · category voucher code */
    auth_code: text(),
    /** 品类编码 · category code */
    category: text(),
    /** 区县编码 · district/county code */
    county_code: text(),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 冻结流水号 · freeze serial number (identifies the pre-redemption freeze) */
    cred_frozen_no: v.string(),
    /** 活动号 · campaign number */
    event_id: v.string(),
    /** 活动标题 · campaign title */
    event_title: v.string(),
    /** 优惠模式 · discount mode: `DIS_FLAG` 优惠标记 · marking, offline; `DIS_CALC` 优惠计算 · calculation, offline; `DIS_SMKT` 接入方自营销 · integrator’s own, online */
    discount_mode: v.union([openEnum(['DIS_FLAG', 'DIS_CALC', 'DIS_SMKT']), v.number()]),
    /** 原订单金额 · original order amount, unit not published */
    amount: v.optional(v.number()),
    /** 优惠金额 · discount amount, unit not published */
    discount_amt: v.optional(v.number()),
    /** 实付金额 · amount actually paid, unit not published */
    pay_amt: v.optional(v.number()),
    /** 渠道优惠标记 · channel discount flag */
    channel_dis_flag: v.optional(v.string()),
    /** 渠道活动号列表 · list of channel campaign numbers */
    channel_evt_no: v.optional(v.string()),
    /** 品类编码 · category code */
    category_id: v.string(),
  }),
  idempotencyField: 'sp_serial_no',
})
