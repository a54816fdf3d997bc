import { builtinOperation, sensitiveText, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

/**
 * 变更资格: moves a person’s subsidy qualification to another category.
 *
 * `POST /v3/gov/subsidy/zhejiang/qualifications/alter`
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.qualifications.alter.post({
 *   json: { cate_code: 'A01', cert_no: '330102199001011234', name: '张三', tel: '13800138000',
 *     req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/qualifications/alter',
  request: v.strictObject({
    /** 品类编码 · category code */
    cate_code: text(),
    /** 证件号码 · identity document number; encrypted by the client */
    cert_no: sensitiveText(),
    /** 姓名 · full name; encrypted by the client */
    name: sensitiveText(),
    /** 手机号 · mobile phone number; encrypted by the client */
    tel: sensitiveText(),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 品类凭证码 · category voucher code */
    auth_code: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
