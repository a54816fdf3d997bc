import { builtinOperation, type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

/**
 * 品类凭证码预核销撤销: releases a voucher code that `authcode/try` froze, without redeeming it.
 *
 * `POST /v3/gov/subsidy/zhejiang/authcode/cancel`
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.authcode.cancel.post({
 *   json: { sp_serial_no: 'SP20260101000001', cred_frozen_no: 'F20260101000001', trans_date: '20260101',
 *     trans_time: '120000', auth_code: 'E2026010112000001', req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/authcode/cancel'
  readonly request: StrictObject<{
    /** 接入方请求流水号 · integrator’s request serial number */
    readonly sp_serial_no: TextSchema
    /** 冻结流水号 · freeze serial number (identifies the pre-redemption freeze) */
    readonly cred_frozen_no: TextSchema
    /** 交易日期 · transaction date */
    readonly trans_date: TextSchema
    /** 交易时间 · transaction time */
    readonly trans_time: TextSchema
    /** 品类凭证码 · category voucher code */
    readonly auth_code: TextSchema
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
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
  path: 'v3/gov/subsidy/zhejiang/authcode/cancel',
  request: v.strictObject({
    sp_serial_no: text(),
    cred_frozen_no: text(),
    trans_date: text(),
    trans_time: text(),
    auth_code: text(),
    req_ssn: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
