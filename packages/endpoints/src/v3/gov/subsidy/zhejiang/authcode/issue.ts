import {
  builtinOperation,
  type OpenEnumSchema,
  openEnum,
  type SensitiveTextSchema,
  sensitiveText,
  type TextSchema,
  text,
} from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

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
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/authcode/issue'
  readonly request: StrictObject<{
    /** 品类编码 · category code */
    readonly category_id: TextSchema
    /** 用户id · user id */
    readonly openid: v.OptionalSchema<TextSchema, undefined>
    /** 姓名 · full name; encrypted by the client */
    readonly name: SensitiveTextSchema
    /** 手机号 · mobile phone number; encrypted by the client */
    readonly mobile: SensitiveTextSchema
    /** 区县编码 · district/county code */
    readonly add_code: TextSchema
    /** 自定义域 · custom information field */
    readonly custom_info: v.OptionalSchema<TextSchema, undefined>
    /** 证件类型 · identity document type */
    readonly cert_type: OpenEnumSchema<'1' | '2' | '3' | '4' | '5'>
    /** 证件号码 · identity document number; encrypted by the client */
    readonly cert_no: SensitiveTextSchema
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
    /** 品类凭证码 · category voucher code */
    readonly auth_code: v.OptionalSchema<v.StringSchema<undefined>, undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/authcode/issue',
  request: v.strictObject({
    category_id: text(),
    openid: v.optional(text()),
    name: sensitiveText(),
    mobile: sensitiveText(),
    add_code: text(),
    custom_info: v.optional(text()),
    cert_type: openEnum(['1', '2', '3', '4', '5']),
    cert_no: sensitiveText(),
    req_ssn: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    auth_code: v.optional(v.string()),
  }),
  idempotencyField: 'req_ssn',
})
