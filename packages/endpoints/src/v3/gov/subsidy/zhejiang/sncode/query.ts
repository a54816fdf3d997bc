import { builtinOperation, type OpenEnumSchema, openEnum, type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

/**
 * sn码销售状态查询: asks for the sales state of the serial number of a product.
 *
 * `POST /v3/gov/subsidy/zhejiang/sncode/query`
 *
 * 渠道类型 is `sales_models` here, and `sale_models` in `sncode/lock`. The meanings of `sell_state` are not published.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.sncode.query.post({
 *   json: { sn: 'SN0001', province: '330000', goods_type: 'A01', goods_bar_code: '6901234567892',
 *     req_ssn: '20260101120000000001', req_time: '20260101120000' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/sncode/query'
  readonly request: StrictObject<{
    /** 商品SN码 · product serial number (S/N) */
    readonly sn: TextSchema
    /** 省份代码 · province code */
    readonly province: TextSchema
    /** 厂商统一社会信用代码 · manufacturer’s unified social credit code */
    readonly manufact_cert_code: v.OptionalSchema<TextSchema, undefined>
    /** 商品品类 · product category */
    readonly goods_type: TextSchema
    /** 商品条码 · product barcode */
    readonly goods_bar_code: TextSchema
    /** IMEI_1 码 · IMEI 1 */
    readonly imei1: v.OptionalSchema<TextSchema, undefined>
    /** IMEI_2 码 · IMEI 2 */
    readonly imei2: v.OptionalSchema<TextSchema, undefined>
    /** 渠道类型 · channel type */
    readonly sales_models: v.OptionalSchema<TextSchema, undefined>
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    readonly req_ssn: TextSchema
    /** 请求时间 · request time */
    readonly req_time: TextSchema
  }>
  readonly response: LooseObject<{
    /** 响应码 · response code, `000000` for success */
    readonly resp_code: v.StringSchema<undefined>
    /** 响应描述 · response description */
    readonly resp_desc: v.StringSchema<undefined>
    /** 商品SN码 · product serial number (S/N) */
    readonly sn: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 省份代码 · province code */
    readonly province: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** 售卖状态 · sales state */
    readonly sell_state: v.OptionalSchema<OpenEnumSchema<'U0022' | 'U0023' | 'U0024' | 'U9999'>, undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/sncode/query',
  request: v.strictObject({
    sn: text(),
    province: text(),
    manufact_cert_code: v.optional(text()),
    goods_type: text(),
    goods_bar_code: text(),
    imei1: v.optional(text()),
    imei2: v.optional(text()),
    sales_models: v.optional(text()),
    req_ssn: text(),
    req_time: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    sn: v.optional(v.string()),
    province: v.optional(v.string()),
    sell_state: v.optional(openEnum(['U0022', 'U0023', 'U0024', 'U9999'])),
  }),
  idempotencyField: 'req_ssn',
})
