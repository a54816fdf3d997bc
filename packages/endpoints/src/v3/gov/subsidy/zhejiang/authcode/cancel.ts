import { builtinOperation, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

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
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/cancel',
  request: v.strictObject({
    /** 接入方请求流水号 · integrator’s request serial number */
    sp_serial_no: text(),
    /** 冻结流水号 · freeze serial number (identifies the pre-redemption freeze) */
    cred_frozen_no: text(),
    /** 交易日期 · transaction date */
    trans_date: text(),
    /** 交易时间 · transaction time */
    trans_time: text(),
    /** 品类凭证码 · category voucher code */
    auth_code: text(),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
