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
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/qualifications/query'
  readonly request: StrictObject<{
    /** 证件号码 · identity document number; encrypted by the client */
    readonly cert_no: SensitiveTextSchema
    /** 品类编码 · category code */
    readonly cate_code: v.OptionalSchema<TextSchema, undefined>
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
    /** 资格信息 · qualification information */
    readonly data: v.OptionalSchema<
      v.ArraySchema<
        LooseObject<{
          /** 品类编码 · category code */
          readonly cate_code: v.StringSchema<undefined>
          /** 状态信息 · state text */
          readonly status: v.OptionalSchema<v.StringSchema<undefined>, undefined>
          /** 状态编码 · state code */
          readonly status_code: v.OptionalSchema<
            OpenEnumSchema<'00' | '01' | '02' | '03' | '04' | '05' | '06'>,
            undefined
          >
        }>,
        undefined
      >,
      undefined
    >
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/qualifications/query',
  request: v.strictObject({
    cert_no: sensitiveText(),
    cate_code: v.optional(text()),
    req_ssn: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    data: v.optional(
      v.array(
        v.looseObject({
          cate_code: v.string(),
          status: v.optional(v.string()),
          status_code: v.optional(openEnum(['00', '01', '02', '03', '04', '05', '06'])),
        }),
      ),
    ),
  }),
  idempotencyField: 'req_ssn',
})
