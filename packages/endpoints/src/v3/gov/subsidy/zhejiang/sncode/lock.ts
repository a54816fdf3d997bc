import { builtinOperation, type TextSchema, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'
import type { LooseObject, StrictObject } from '../../../../../zhejiang-fields.ts'

/**
 * sn码锁定: locks the serial number of a product for a sale.
 *
 * `POST /v3/gov/subsidy/zhejiang/sncode/lock`
 *
 * 渠道类型 is `sale_models` here, and `sales_models` in `sncode/query` and `sncode/unlock`.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.sncode.lock.post({
 *   json: { create_user: 'demo', province: '330000', sn: 'SN0001', goods_bar_code: '6901234567892',
 *     goods_type: 'A01', goods_name: '空调', trans_orderid: 'T1', order_price: '3999.00',
 *     sell_orderid: 'S1', req_ssn: '20260101120000000001', req_time: '20260101120000' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post: Readonly<{
  readonly method: 'POST'
  readonly path: 'v3/gov/subsidy/zhejiang/sncode/lock'
  readonly request: StrictObject<{
    /** 发起方 · initiator */
    readonly create_user: TextSchema
    /** 省份代码 · province code */
    readonly province: TextSchema
    /** 厂商统一社会信用代码 · manufacturer’s unified social credit code */
    readonly manufact_cert_code: v.OptionalSchema<TextSchema, undefined>
    /** 商品 SN码 · product serial number (S/N) */
    readonly sn: TextSchema
    /** 商品条码 · product barcode */
    readonly goods_bar_code: TextSchema
    /** 商品品类 · product category */
    readonly goods_type: TextSchema
    /** 商品名称 · product name */
    readonly goods_name: TextSchema
    /** 商品型号 · product model */
    readonly goods_model: v.OptionalSchema<TextSchema, undefined>
    /** IMEI_1 码 · IMEI 1 */
    readonly imei1: v.OptionalSchema<TextSchema, undefined>
    /** IMEI_2 码 · IMEI 2 */
    readonly imei2: v.OptionalSchema<TextSchema, undefined>
    /** 交易订单号 · transaction order number */
    readonly trans_orderid: TextSchema
    /** 订单金额 · order amount */
    readonly order_price: TextSchema
    /** 收单机构 · acquiring institution */
    readonly acquire_code: v.OptionalSchema<TextSchema, undefined>
    /** 销售订单号 · sales order number */
    readonly sell_orderid: TextSchema
    /** 市级区域代码 · city-level region code */
    readonly city: v.OptionalSchema<TextSchema, undefined>
    /** 区县区域代码 · district/county-level region code */
    readonly county: v.OptionalSchema<TextSchema, undefined>
    /** 是否 AI 产品 · whether this is an AI product */
    readonly is_ai_product: v.OptionalSchema<TextSchema, undefined>
    /** 销售时间 · time of sale */
    readonly sale_time: v.OptionalSchema<TextSchema, undefined>
    /** 厂商信息 · manufacturer information */
    readonly mfr_info: v.OptionalSchema<TextSchema, undefined>
    /** 具体品牌 · specific brand */
    readonly brand: v.OptionalSchema<TextSchema, undefined>
    /** 渠道类型 · channel type */
    readonly sale_models: v.OptionalSchema<TextSchema, undefined>
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
    /** IMEI_1 码 · IMEI 1 */
    readonly imei1: v.OptionalSchema<v.StringSchema<undefined>, undefined>
    /** IMEI_2 码 · IMEI 2 */
    readonly imei2: v.OptionalSchema<v.StringSchema<undefined>, undefined>
  }>
  readonly idempotencyField: 'req_ssn'
}> = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/sncode/lock',
  request: v.strictObject({
    create_user: text(),
    province: text(),
    manufact_cert_code: v.optional(text()),
    sn: text(),
    goods_bar_code: text(),
    goods_type: text(),
    goods_name: text(),
    goods_model: v.optional(text()),
    imei1: v.optional(text()),
    imei2: v.optional(text()),
    trans_orderid: text(),
    order_price: text(),
    acquire_code: v.optional(text()),
    sell_orderid: text(),
    city: v.optional(text()),
    county: v.optional(text()),
    is_ai_product: v.optional(text()),
    sale_time: v.optional(text()),
    mfr_info: v.optional(text()),
    brand: v.optional(text()),
    sale_models: v.optional(text()),
    req_ssn: text(),
    req_time: text(),
  }),
  response: v.looseObject({
    resp_code: v.string(),
    resp_desc: v.string(),
    imei1: v.optional(v.string()),
    imei2: v.optional(v.string()),
  }),
  idempotencyField: 'req_ssn',
})
