import { builtinOperation, openEnum, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

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
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/sncode/query',
  request: v.strictObject({
    /** 商品SN码 · product serial number (S/N) */
    sn: text(),
    /** 省份代码 · province code */
    province: text(),
    /** 厂商统一社会信用代码 · manufacturer’s unified social credit code */
    manufact_cert_code: v.optional(text()),
    /** 商品品类 · product category */
    goods_type: text(),
    /** 商品条码 · product barcode */
    goods_bar_code: text(),
    /** IMEI_1 码 · IMEI 1 */
    imei1: v.optional(text()),
    /** IMEI_2 码 · IMEI 2 */
    imei2: v.optional(text()),
    /** 渠道类型 · channel type */
    sales_models: v.optional(text()),
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
    /** 请求时间 · request time */
    req_time: text(),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
    /** 商品SN码 · product serial number (S/N) */
    sn: v.optional(v.string()),
    /** 省份代码 · province code */
    province: v.optional(v.string()),
    /** 售卖状态 · sales state */
    sell_state: v.optional(openEnum(['U0022', 'U0023', 'U0024', 'U9999'])),
  }),
  idempotencyField: 'req_ssn',
})
