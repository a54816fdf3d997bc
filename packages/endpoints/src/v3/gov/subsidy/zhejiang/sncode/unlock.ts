import { builtinOperation, text } from '@wechatpay-kit/client/operation'
import * as v from 'valibot'

/**
 * sn码解锁: releases the serial number of a product, after a sale was undone.
 *
 * `POST /v3/gov/subsidy/zhejiang/sncode/unlock`
 *
 * 渠道类型 is `sales_models` here, and `sale_models` in `sncode/lock`.
 *
 * @example
 * ```ts
 * import type { Client } from '@wechatpay-kit/endpoints'
 *
 * declare const wxpay: Client
 * const response = await wxpay.v3.gov.subsidy.zhejiang.sncode.unlock.post({
 *   json: { req_ssn: '20260101120000000001', req_time: '20260101120000', create_user: 'demo',
 *     province: '330000', sn: 'SN0001', goods_bar_code: '6901234567892', goods_type: 'A01',
 *     goods_name: '空调', trans_orderid: 'T1', ori_pay_orderid: 'P1', order_price: '3999.00',
 *     sell_orderid: 'S1' },
 * }).json()
 * ```
 * @see {@link https://pay.weixin.qq.com/doc/v3/partner/4013989530 | document 4013989530}
 */
export const post = builtinOperation({
  method: 'POST',
  path: 'v3/gov/subsidy/zhejiang/sncode/unlock',
  request: v.strictObject({
    /** 请求流水号 · request serial number: repeat it, with the same values, to repeat the call */
    req_ssn: text(),
    /** 请求时间 · request time */
    req_time: text(),
    /** 发起方 · initiator */
    create_user: text(),
    /** 省份代码 · province code */
    province: text(),
    /** 厂商统一社会信用代码 · manufacturer’s unified social credit code */
    manufact_cert_code: v.optional(text()),
    /** 商品 SN码 · product serial number (S/N) */
    sn: text(),
    /** 商品条码 · product barcode */
    goods_bar_code: text(),
    /** 商品品类 · product category */
    goods_type: text(),
    /** 商品名称 · product name */
    goods_name: text(),
    /** 商品型号 · product model */
    goods_model: v.optional(text()),
    /** IMEI_1 码 · IMEI 1 */
    imei1: v.optional(text()),
    /** IMEI_2 码 · IMEI 2 */
    imei2: v.optional(text()),
    /** 交易订单号 · transaction order number */
    trans_orderid: text(),
    /** 原支付订单号 · original payment order number */
    ori_pay_orderid: text(),
    /** 订单金额 · order amount */
    order_price: text(),
    /** 收单机构 · acquiring institution */
    acquire_code: v.optional(text()),
    /** 销售订单号 · sales order number */
    sell_orderid: text(),
    /** 市级区域代码 · city-level region code */
    city: v.optional(text()),
    /** 区县区域代码 · district/county-level region code */
    county: v.optional(text()),
    /** 是否 AI 产品 · whether this is an AI product */
    is_ai_product: v.optional(text()),
    /** 销售时间 · time of sale */
    sale_time: v.optional(text()),
    /** 厂商信息 · manufacturer information */
    mfr_info: v.optional(text()),
    /** 具体品牌 · specific brand */
    brand: v.optional(text()),
    /** 渠道类型 · channel type */
    sales_models: v.optional(text()),
  }),
  response: v.looseObject({
    /** 响应码 · response code, `000000` for success */
    resp_code: v.string(),
    /** 响应描述 · response description */
    resp_desc: v.string(),
  }),
  idempotencyField: 'req_ssn',
})
