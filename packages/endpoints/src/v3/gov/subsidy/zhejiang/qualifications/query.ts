import { builtinOperation, openEnum, sensitiveText, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

/**
 * 查询补贴资格: asks for the state of a person’s subsidy qualifications.
 *
 * `POST /v3/gov/subsidy/zhejiang/qualifications/query`
 *
 * The published response requires a field `state` that it does not have: `status` and `status_code` stand in its place, and
 * may be absent. The meanings of `status_code` are not published, except that `00` comes with 尚未领取资格 (not claimed yet).
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.qualifications.query.post({
 *   json: { cert_no: '330102199001011234', req_ssn: '20260101120000000001' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/qualifications/query',
  request: v.strictObject({
    /** 证件号码 · identity document number; encrypted by the client */
    cert_no: sensitiveText(),
    /** 品类编码 · category code */
    cate_code: v.optional(text()),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 资格信息 · qualification information */
    data: v.optional(
      v.array(
        v.looseObject({
          /** 品类编码 · category code */
          cate_code: v.string(),
          /** 状态信息 · state text */
          status: v.optional(v.string()),
          /** 状态编码 · state code */
          status_code: v.optional(openEnum(['00', '01', '02', '03', '04', '05', '06'])),
        }),
      ),
    ),
  }),
  idempotencyField: 'req_ssn',
})
