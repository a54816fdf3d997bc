import {
  builtinOperation,
  type SensitiveTextSchema,
  sensitiveText,
  type TextSchema,
  text,
} from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

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
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/qualifications/alter'
  readonly request: StrictObject<{
    /** 品类编码 · category code */
    readonly cate_code: TextSchema
    /** 证件号码 · identity document number; encrypted by the client */
    readonly cert_no: SensitiveTextSchema
    /** 姓名 · full name; encrypted by the client */
    readonly name: SensitiveTextSchema
    /** 手机号 · mobile phone number; encrypted by the client */
    readonly tel: SensitiveTextSchema
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
    /** 品类凭证码 · category voucher code */
    readonly auth_code: v.StringSchema<undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/qualifications/alter',
  request: v.strictObject({
    cate_code: text(),
    cert_no: sensitiveText(),
    name: sensitiveText(),
    tel: sensitiveText(),
    req_ssn: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    auth_code: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
