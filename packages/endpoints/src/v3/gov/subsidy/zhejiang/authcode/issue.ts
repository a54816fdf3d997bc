import { builtinOperation, openEnum, sensitiveText, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

/**
 * 申请品类凭证码: gives a person a voucher code for a category of goods.
 *
 * `POST /v3/gov/subsidy/zhejiang/authcode/issue`
 *
 * `add_code` is the district here; elsewhere it is the region of delivery. The meanings of `cert_type` are not published.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.authcode.issue.post({
 *   json: { category_id: 'A01', name: '张三', mobile: '13800138000', add_code: '330102', cert_type: '1',
 *     cert_no: '330102199001011234', req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/issue',
  request: v.strictObject({
    /** 品类编码 · category code */
    category_id: text(),
    /** 用户id · user id */
    openid: v.optional(text()),
    /** 姓名 · full name; encrypted by the client */
    name: sensitiveText(),
    /** 手机号 · mobile phone number; encrypted by the client */
    mobile: sensitiveText(),
    /** 区县编码 · district/county code */
    add_code: text(),
    /** 自定义域 · custom information field */
    custom_info: v.optional(text()),
    /** 证件类型 · identity document type */
    cert_type: openEnum(['1', '2', '3', '4', '5']),
    /** 证件号码 · identity document number; encrypted by the client */
    cert_no: sensitiveText(),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 品类凭证码 · category voucher code */
    auth_code: v.optional(v.string()),
  }),
  idempotencyField: 'req_ssn',
})
